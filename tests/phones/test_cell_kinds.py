"""What a cell of any column looks like: a date is no phone number, however many digits it has."""

import pytest

from noojee_dq.phones.cell_kinds import CellKind, cell_kind

CELLS = {
    CellKind.NUMBER: [
        "0491 570 006", "+61 491 570 006", "(02) 5550-1234", "02.5550.1234", "5550 1234", "555012", "0491_570_006",
        "0491\u00b7570\u00b7006", "0491\u2013570\u2013006", "02 5550 1234 x4", "Ph: 0491 570 006", "tel:+61491570006",
        '="0491570006"', "'0491570006", "491570006.0", "4.9157E+08", "0061491570006", "0011 61 491 570 006",
        "491,570,006", "\u06f0\u06f4\u06f9\u06f1\u06f5\u06f7\u06f0\u06f0\u06f0\u06f6", "0491570006/0491570156",
        "0491570006 0491570156", "0491570006\n02 5550 1234", "0491 570 006 ::: 0491 570 157", "030/901820",
        "01.23.45.67.89", "12-34-56-78", "0491570006 (rang 12/03/2025 at 9:30)", "1900 654 321", "1900-65 43 21",
        "20251234",
    ],
    CellKind.MOMENT: [
        "2025-03-01 00:00:00", "2025-03-01 00:00:00.000000+10:00", "2025-03-01T00:00:00+1000", "2025-03-01T00:00Z",
        "2025-03-01 00:00:00 AEST", "Sat, 01 Mar 2025 10:00:00 +1000", "01-Mar-25", "1st March 2025", "Mar 1, 2025",
        "Mar 2025", "1.3.2025", "01/03/25 10:00", "3/1/2025 12:00:00 AM", "2025/03/01", "2025_03_01", "03/2025",
        "2025-03", "20250301", "01032025", "20250301T101500Z", "20250301 101500", "20250301101500", "10:30", "9:30 am",
        "9:00-17:00", "2025-03-01 - 2025-03-02", "Rang 12/03/2025", "0000-00-00 00:00:00", "9999-12-31", "04-05-06",
        "1762128000", "1762128000.5", "1762128000123", "45717.5",
    ],
    CellKind.NOTHING: ["", " ", "-", "?", "...", "n/a", "N/A", "None", "NULL", "#N/A", "unknown", "''"],
    CellKind.OTHER: [
        "yes", "0", "1", "12345", "5pm", "45717", "2025", "wants a call", "ann@example.com", "51", "a1b2c3",
        "4111111111111111", "4111 1111 1111 1111", "1E+03", "\u00bd",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CellKind)
def test_cells_of_each_kind(kind: CellKind) -> None:
    assert {cell: cell_kind(cell) for cell in CELLS[kind]} == dict.fromkeys(CELLS[kind], kind)


def test_a_cell_of_any_length_is_looked_at_in_no_time() -> None:
    assert cell_kind("1-" * 1_000_000) is CellKind.OTHER
    assert cell_kind("12:30 " * 1_000_000) is CellKind.MOMENT
