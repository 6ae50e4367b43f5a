CREATE TABLE ledger (
    airport char(3),
    day date,
    flights integer NOT NULL,
    booked_at timestamptz NOT NULL,
    PRIMARY KEY (airport, day)
);
