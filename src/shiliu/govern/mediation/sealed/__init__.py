"""What is written in a mediation file, unreadable without a key that is in no database and in no backup of the data.

Every file has a key of its own (platform.ballots.secrets). Words lie in `box`, a column of bytes; what people bring lies encrypted
on the disk. Who sits at a table is known by a token, so that a row leads from nobody to a file. When the time of keeping is over the key is
destroyed, and with it what every old backup holds of the file.

    key = keys.make()                      keys.token(person or hash of a code)
    boxes.shut(key, place, {...}) → bytes  boxes.opened(key, place, bytes) → {...}
"""
