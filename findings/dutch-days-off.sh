#!/usr/bin/env bash
# Which days is a Dutch town hall closed? Three well-known libraries, three answers, none of them
# a municipality's.
#
# Expected: a holiday library for the Netherlands gives the days that an employer there is closed,
# so its list can serve as the calendar of working days.
# Seen: the three agree on the nine days nobody disputes, and differ on the other two.
#   holidays 0.109        Good Friday every year, 5 May only once in five years
#   workalendar 17.0.0    Good Friday every year, 5 May every year
#   date-holidays 3.37.0  neither (both are of type "school" there)
# The collective agreement of municipalities (CAO Gemeenten, art. 6.6, since 2024) has it the other
# way about: 5 May off every year, Good Friday an ordinary working day.
# What follows: a calendar of working days needs a name and a source, and is checked day by day.
#
# Needs python3 and node with npm. Exit 0: as described; 1: something has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q holidays==0.109 workalendar==17.0.0 2>/dev/null
npm init -y >/dev/null
npm install --silent date-holidays@3.37.0 >/dev/null

cat >days.py <<'PYTHON'
from datetime import date, timedelta

import holidays
from workalendar.europe import Netherlands

for year in range(2024, 2036):
    by_name = holidays.country_holidays("NL", years=year, language="nl")
    easter = next(day for day, name in by_name.items() if name == "Eerste paasdag")
    theirs = {day for day, _ in Netherlands().holidays(year)}
    disputed = {easter - timedelta(days=2), date(year, 5, 5)}
    assert set(by_name) - disputed == theirs - disputed
    for library, days in (("holidays", set(by_name)), ("workalendar", theirs)):
        found = [("Good Friday", easter - timedelta(days=2)), ("5 May", date(year, 5, 5))]
        print(year, library, "+".join(name for name, day in found if day in days) or "neither")
PYTHON
cat >days.cjs <<'NODE'
const Holidays = require("date-holidays");
const dutch = new Holidays("NL");
for (let year = 2024; year < 2036; year++) {
  const off = dutch.getHolidays(year).filter((day) => day.type === "public");
  const disputed = off.filter((day) => /Goede Vrijdag|Bevrijdingsdag/.test(day.name));
  console.log(year, "date-holidays", disputed.map((day) => day.name).join("+") || "neither");
}
NODE

{ venv/bin/python days.py; node days.cjs; } | sort >seen
cat seen
for year in $(seq 2024 2035); do
    echo "$year date-holidays neither"
    if ((year % 5)); then
        echo "$year holidays Good Friday"
    else
        echo "$year holidays Good Friday+5 May"
    fi
    echo "$year workalendar Good Friday+5 May"
done | sort | diff - seen && echo "as described"
