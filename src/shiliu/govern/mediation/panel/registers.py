"""What the panel tells the platform."""


def register():
    pass
