"""Makes the tables that are not there: `python -m visits.migrate`, once before the page is served."""

from visits import connect

with connect() as connection:
    connection.execute(
        "create table if not exists visits (id bigint generated always as identity, at timestamptz not null default now())"
    )
