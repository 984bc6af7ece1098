#!/bin/sh
# Run once by the PostgreSQL image, as its superuser: the owner of the tables need not be one. It may create the role
# that requests sign in as.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$POSTGRES_PASSWORD" <<'SQL'
create role counterfoil login createrole password :'password';
create database counterfoil owner counterfoil;
SQL
