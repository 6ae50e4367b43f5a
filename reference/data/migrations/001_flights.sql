CREATE TABLE flights (
    departed_at timestamp NOT NULL,
    origin char(3) NOT NULL,
    destination char(3) NOT NULL CHECK (destination <> origin),
    delay_minutes integer NOT NULL CHECK (delay_minutes BETWEEN -1440 AND 1440),
    distance_miles integer NOT NULL CHECK (distance_miles > 0),
    PRIMARY KEY (departed_at, origin, destination)
);
