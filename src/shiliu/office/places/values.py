"""Places, cells and layers as plain values: what forms show, what is compared, kept in the history and taken back."""

AREA_FIELDS = ("code", "level", "parent", "names", "boundary", "longitude", "latitude", "time_zone")
CELL_FIELDS = ("code", "names", "boundary", "supervision_phone", "areas", "duties")
LAYER_FIELDS = ("code", "names", "position")


def of_area(area):
    """Everything about an area that can be edited; the place above stands as its code."""
    return {
        "code": area.code,
        "level": area.level,
        "parent": area.parent.code if area.parent_id else "",
        "names": area.names,
        "boundary": area.boundary,
        "longitude": area.longitude,
        "latitude": area.latitude,
        "time_zone": area.time_zone,
    }


def of_cell(cell):
    """Everything about a cell that can be edited: listed places by code, duties by code of their layer."""
    return {
        "code": cell.code,
        "names": cell.names,
        "boundary": cell.boundary,
        "supervision_phone": cell.supervision_phone,
        "areas": sorted(area.code for area in cell.areas.all()),
        "duties": {duty.layer.code: of_duty(duty) for duty in cell.duties.all()},
    }


def of_duty(duty):
    return {
        "name": duty.duty_name,
        "phone": duty.duty_phone,
        "unit": duty.organisation.code if duty.organisation_id else "",
    }


def of_layer(layer):
    return {"code": layer.code, "names": layer.names, "position": layer.position}
