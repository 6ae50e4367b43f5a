CREATE TABLE daily_delays (
    day date,
    origin char(3),
    flights integer NOT NULL CHECK (flights > 0),
    median_minutes double precision NOT NULL,
    worst_minutes integer NOT NULL,
    PRIMARY KEY (day, origin)
);
