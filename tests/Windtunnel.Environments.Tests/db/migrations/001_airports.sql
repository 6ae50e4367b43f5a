CREATE TABLE airports (code text PRIMARY KEY, city text NOT NULL);
INSERT INTO airports VALUES ('SEA', 'Seattle'), ('JFK', 'New York');
