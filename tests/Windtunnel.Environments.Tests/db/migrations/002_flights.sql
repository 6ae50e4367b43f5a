CREATE TABLE flights (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, origin text NOT NULL REFERENCES airports, delay int NOT NULL);
CREATE INDEX flights_origin ON flights (origin);
