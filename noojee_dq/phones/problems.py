"""The vocabulary of the column `problem`."""

from typing import Final

#: What can be odd about a phone cell: the values of the column `problem`, in plain words.
PROBLEMS: dict[str, str] = {
    "blank": "no number",
    "excel_lossy": "a spreadsheet has cut its digits off (like 4.12E+08)",
    "excel_exponent": "a spreadsheet shows it with a power of ten (E+08); its digits are all there",
    "excel_decimal": "a spreadsheet has put a decimal tail behind it (.0)",
    "not_a_number": "not a phone number",
    "unknown_region": "no country code, and no known country for the lead",
    "too_short": "too short",
    "too_long": "too long",
    "no_area_code": "no area code",
    "unassigned": "no such number: its prefix is not in use for this length",
    "several_numbers": "several numbers in one cell",
    "lookalike_letters": "letters O, I or l where digits belong (0 or 1)",
    "extension": "a number with an extension",
    "letters": "letters in the number, or beside it",
    "stray_marks": "signs that are no part of a number: quotation marks, commas, digits of another script and the like",
    "lost_zero": "the leading zero is lost",
}

#: The place of each problem in `PROBLEMS`: columns of problems are kept as these while they are worked on.
PROBLEM_CODES: Final = {problem: code for code, problem in enumerate(PROBLEMS)}

#: Problems that make a number worthless even where libphonenumber can read it: digits are lost, added or wrong.
DAMAGED: Final = ("excel_lossy", "excel_exponent", "excel_decimal", "lookalike_letters", "several_numbers")
