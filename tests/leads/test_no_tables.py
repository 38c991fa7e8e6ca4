"""A text that is no table is said to be what it is; a table that looks a little like one is read."""

from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from tests.leads.alike import assert_read_alike

MAIL = "From: Ann <ann@example.com>\nTo: Bob <bob@example.com>\nSubject: the list\n folded\nDate: Mon\n\nHi Bob,\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nTEL:0491570006\r\nEND:VCARD\r\n" * 3, "vCard.*export it .* as CSV"),
        ("\n\nbegin:vcard\nfn:Ann\nend:vcard\n", "vCard"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "calendar file"),
        ("<contacts>\n<contact><name>Ann</name></contact>\n</contacts>\n", "XML"),
        ('<lead name="Ann" phone="1"/>\n', "XML"),
        ("<div><table><tr><td>Name</td></tr></table></div>", "XML|HTML"),
        ("- Name: Ann\n  Phone: 0491 570 006\n- Name: Bob\n  Phone: 0491 570 156\n", "each line holds one value"),
        ("---\n# leads\nleads:\n  - Name: Ann\n    Phone: 0491 570 006\n", "each line holds one value"),
        ("Name: Ann\nPhone: 0491 570 006\n\nName: Bob\nPhone: 0491 570 156\n", "each line holds one value"),
        ("- {Name: Ann, Phone: 1}\n- {Name: Bob, Phone: 2}\n", "each line holds one value"),
        ("[lead]\nName = Ann\nPhone=0491570006\n", "each line holds one value"),
        ("dn: cn=Ann\ncn: Ann\n\ndn: cn=Bob\ncn: Bob\n", "each line holds one value"),
        ("INSERT INTO leads (Name, Phone) VALUES ('Ann', '0491570006');\n" * 2, "dump of a database"),
        ("-- dump 10.13\n--\n\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `leads`;\n", "dump of a database"),
        ("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE leads (a);\n", "dump of a database"),
        ("INSERT INTO `my leads` VALUES ('Ann', '0491570006');\n", "dump of a database"),
        ("BEGIN; INSERT INTO leads VALUES ('Ann', '0491570006');\n", "dump of a database"),
        ("START TRANSACTION;\nSELECT 1;\n", "dump of a database"),
        ("USE `crm`;\nSELECT 1;\n", "dump of a database"),
        ("<title>Leads, March</title>\n<p>Ann, 0491570006</p>\n", "HTML"),
        ("<name>Ann, of Kew</name>\n<table>\t<tr></table>\n", "XML|HTML"),
        ("--\n-- dump\n--\nCOPY public.leads (name, phone) FROM stdin;\nAnn\t1\n", "dump of a database"),
        (MAIL, "this is an e-mail: save the list that is attached"),
        ("2026-11-28 10:00:00,123 INFO start\n2026-11-28 10:00:01,007 INFO end\n", "it is a log, or has no headings"),
        ("127.0.0.1 - - [28/Nov/2026:10:00:00 +0000] GET\n" * 3, "log"),
        ("Nov 28 10:00:00 host a[1]: x\nNov 28 10:00:01 host b\n", "log"),
    ],
)
def test_it_is_named(tmp_path: Path, text: str, message: str, encoding: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(LeadsError, match=message) as caught:
        nj.read_leads(path)
    assert str(caught.value).startswith("leads.csv: ")
    assert_read_alike(path, 24)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("<Name>,<Phone>\nAnn,0491570006\n", "Ann"),
        ("<b>Name</b>,Phone\n<i>Ann</i>,0491570006\n", "<i>Ann</i>"),
        ("<!-- list -->,Phone\nAnn,0491570006\n", "Ann"),
        ("Date: 1 March\nFrom: Sales\nName,Phone,State\nAnn,0491570006,VIC\n", "Ann"),
        ("-- Leads of March --,,\nName,Phone,State\nAnn,0491570006,VIC\n", "Ann"),
        ("Called,Phone\n2026-11-28 10:00,0491570006\n2026-11-28 10:01,0491570156\n", "2026-11-28 10:00"),
        ("2026-11-28 10:00 Export of leads\nName,Phone,State\nAnn,0491570006,VIC\n", "Ann"),
        ("Insert date,Phone\n2026,0491570006\n", "2026"),
        ("Set name,Phone\nBlue,0491570006\n", "Blue"),
        ("From,To,Phone\nKew,Perth,0491570006\n", "Kew"),
        ("Note:\nCall: now\nlater\n", "Call: now"),
        ("Note\nCall: now\nText: later\n", "Call: now"),
        ("Begin;End;Name;Phone\n9;10;Ann;0491570006\n", "9"),
        ("Begin transaction;Phone\n9;0491570006\n", "9"),
        ("Start transaction;Name;Phone\n9;Ann;0491570006\n", "9"),
        ("Use type;Name;Phone\nhome;Ann;0491570006\n", "home"),
        ("Insert into list,Phone\nyes,0491570006\n", "yes"),
        ("<Title>,<Name>,<Phone>\nMs,Ann,0491570006\n", "Ms"),
        ("<Title> ; <Name>;<Phone>\nMs;Ann;0491570006\n", "Ms"),
        ("<Title>\t<Body>\nMs\t0491570006\n", "Ms"),
        ("<Title>|<Table>|<Phone>\n<Ms>|<1>|<0491570006>\n", "<Ms>"),
        ("<Name>,<Body>,<Phone>,<Table>\nAnn,x,0491570006,1\n", "Ann"),
        ("Begin,Phone\nvcard,0491570006\n", "vcard"),
    ],
)
def test_a_table_is_read(tmp_path: Path, text: str, first: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(text)
    assert nj.read_leads(path).iloc[0, 0] == first
