"""Leads that nobody has: made-up files for these notebooks, the same at every run.

All numbers are from the ranges that Australia keeps for fiction (ACMA): 0491 570 006, 156, 157, 158, 159 and 110, and
5550 xxxx and 7010 xxxx behind an area code.
"""

import random
from datetime import datetime
from os import PathLike
from pathlib import Path

import pandas as pd
import xlsxwriter

import noojee_dq as nj

#: State -> area code, contact hours, suburb, postcode.
_PLACES = {
    "NSW": ("02", "Sydney", "Newtown", "2042"),
    "VIC": ("03", "Melbourne", "Fitzroy", "3065"),
    "QLD": ("07", "Brisbane", "Toowong", "4066"),
    "SA": ("08", "Adelaide", "Glenelg", "5045"),
    "NT": ("08", "Darwin", "Darwin", "0800"),
    "TAS": ("03", "Hobart", "Hobart", "7000"),
}
_FIRST_NAMES = ("Ada", "Ben", "Cora", "Dan", "Elsa", "Finn", "Gia", "Hugo", "Iris", "Jack", "Kira", "Liam")
_LAST_NAMES = ("Archer", "Baker", "Carter", "Dyer", "Eastman", "Fisher", "Glover", "Hunter", "Ingram", "Joiner")

#: What is on the made-up do-not-call list: all of this block.
DO_NOT_CALL = "077010"


def messy_workbook(path: str | PathLike[str]) -> None:
    """Write a list as suppliers send it: typed by several people, opened and saved by Excel once or twice.

    Args:
        path: the file, .xlsx.
    """
    leads = _typed_by_several_people()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Export")
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_string(0, 0, "Solar campaign, autumn 2026: all states")
        sheet.write_row(2, 0, list(leads[0]))
        for row, lead in enumerate(leads, start=3):
            if lead["Suburb"] == "":
                continue  # a row that somebody has cleared
            for column, value in enumerate(lead.values()):
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write(row, column, value)
        book.add_worksheet("Notes").write_string(0, 0, "call Ben before using this list")


def leads_for_a_run(count: int = 180) -> pd.DataFrame:
    """Leads that look alike to a pre-flight, and that a PBX takes to differently.

    Args:
        count: how many.

    Returns:
        All text, under row numbers as of a file.
    """
    chance = random.Random(4)  # noqa: S311
    leads = pd.DataFrame([_lead(chance, number) for number in range(count)])
    leads.index = pd.RangeIndex(2, count + 2, name="row")
    leads.loc[leads.index[5:9], "Home Phone"] = ""
    leads.loc[leads.index[20:26], "njCallBackDate"] = "03/04/2031 10:30"
    leads.iloc[40:43] = leads.iloc[30:33].assign(**{"Customer Ref": ["L-9001", "L-9002", "L-9003"]}).to_numpy()
    leads.attrs["source"] = "made-up leads"
    return leads


def parts_of_a_list(folder: Path) -> list[Path]:
    """Write one list as three files, as exports of a system are cut; leads of the last stand in the first as well.

    Args:
        folder: for the files; it is made.

    Returns:
        The files, in order: two CSV, one Parquet.
    """
    folder.mkdir(parents=True)
    leads = leads_for_a_run(3_000)
    leads["njContactHours"] = "Australia/" + leads["njContactHours"]
    parts = {
        "leads-1.csv": leads.iloc[:1_200],
        "leads-2.csv": leads.iloc[1_200:2_000],
        "leads-3.parquet": pd.concat([leads.iloc[2_000:], leads.iloc[:25]]),
    }
    for name, part in parts.items():
        nj.write_leads(part, folder / name)
    return [folder / name for name in parts]


def campaign_of_the_run() -> nj.Campaign:
    """The campaign as our file describes it: it knows of Hobart, and of Darwin, for which the PBX has no entry."""
    return nj.Campaign(
        template_id=41,
        campaign_id=41,
        allocation_id=38,
        phone_fields=["Home Phone"],
        columns={"Customer Ref": "njExternalLeadId"},
        contact_hours={hours: f"Australia/{hours}" for _, hours, _, _ in _PLACES.values() if hours != "Adelaide"},
    )


def campaign_on_the_pbx() -> nj.Campaign:
    """The same campaign as it really is: with Adelaide, and without Darwin."""
    hours = {hours: f"Australia/{hours}" for _, hours, _, _ in _PLACES.values() if hours != "Darwin"}
    return campaign_of_the_run().model_copy(update={"contact_hours": hours})


def known_leads(leads: pd.DataFrame) -> pd.DataFrame:
    """What the campaign holds already: seven of the leads came in with an earlier list."""
    return leads.iloc[100:107].assign(**{"Customer Ref": [f"K-{number}" for number in range(7)]})


def do_not_call(leads: pd.DataFrame) -> pd.Series:
    """The numbers of the leads that are on the do-not-call list."""
    numbers = leads["Home Phone"].str.replace(r"\D", "", regex=True)
    return numbers[numbers.str.startswith(DO_NOT_CALL)]


def at_made_up_times(results: pd.DataFrame) -> pd.DataFrame:
    """Results as if the run had been on a certain morning: a lead every eighth of a second, with a pause of 12 s."""
    place = pd.Series(range(len(results)), index=results.index)
    seconds = place / 8 + (place >= len(results) // 2) * 12
    moments = pd.Timestamp("2026-03-04 00:00", tz="UTC") + pd.to_timedelta(seconds, unit="s")
    return results.assign(api_sent_at=moments.where(results["api_sent_at"].notna()))


def _lead(chance: random.Random, number: int) -> dict[str, str]:
    state = chance.choices(list(_PLACES), weights=(30, 30, 20, 10, 4, 6))[0]
    area, hours, suburb, _ = _PLACES[state]
    block = DO_NOT_CALL[2:] if state == "QLD" and chance.random() < 0.3 else "5550"
    return {
        "Customer Ref": f"L-{number:04d}",
        "First name": chance.choice(_FIRST_NAMES),
        "Last name": chance.choice(_LAST_NAMES),
        # The place makes numbers differ: none of these leads repeats another by chance.
        "Home Phone": f"({area}) {block} {number * 7 % 10_000:04d}",
        "Suburb": suburb,
        "State": state,
        "njContactHours": hours,
        "njCallBackDate": "",
    }


def _typed_by_several_people() -> list[dict[str, object]]:
    chance = random.Random(1)  # noqa: S311
    leads: list[dict[str, object]] = []
    for number in range(60):
        state = chance.choice(["NSW", "VIC", "QLD", "SA", "TAS"])
        area, _, suburb, postcode = _PLACES[state]
        local = f"5550{chance.randrange(10_000):04d}"
        leads.append(
            {
                "Ref": f"S-{number:04d}",
                "Name": f"{chance.choice(_FIRST_NAMES)} {chance.choice(_LAST_NAMES)}",
                "Phone (home)": _as_typed(number, area, local),
                "Mobile No.": "",
                "Suburb": suburb,
                "State": state,
                "Postcode": int(postcode),
                "Call back": "",
            }
        )
    for number, mobile in {
        4: 491570006,
        9: 491570156,
        14: "0491 570 157",
        23: "+61 (0)491 570 158",
        38: 491570159,
    }.items():
        leads[number]["Mobile No."] = mobile
    # Two leads of one household, and a row that somebody has cleared.
    leads[50]["Phone (home)"] = leads[10]["Phone (home)"]
    leads[41]["Suburb"] = ""
    leads[7]["Call back"] = datetime(2031, 4, 2, 10, 30)
    leads[17]["Call back"] = "2 Apr 2031 15:00"
    leads[27]["Call back"] = "04/03/2031 10:30"
    return leads


def _as_typed(number: int, area: str, local: str) -> str | int:
    """A landline in one of the ways in which people, and Excel, leave it."""
    full = area + local
    ways: tuple[str | int, ...] = (
        f"({area}) {local[:4]} {local[4:]}",
        full,
        int(full),  # a number to Excel: the zero is gone
        f"{area} {local[:4]} {local[4:]}",
        int(full),
        f"{full[1:]}.0",  # through a column of amounts and back to text
        f"{local[:4]} {local[4:]}",  # no area code
        f"+61 (0){area[1:]} {local[:4]} {local[4:]}",
        f"{area}\N{NO-BREAK SPACE}{local[:4]}\N{NO-BREAK SPACE}{local[4:]}",
        f"{int(full):.5E}" if number in (9, 45) else full,  # a narrow column, saved as CSV
        f"{full} / 0491 570 110" if number == 22 else full,
        "n/a",
    )
    return ways[number % len(ways)]
