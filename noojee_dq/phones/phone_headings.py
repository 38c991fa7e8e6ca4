"""What a heading says of the numbers under it: phone numbers for certain, perhaps, something else, or nothing."""

import re
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from noojee_dq.words.headings import heading_parts, heading_words, without_accents


class HeadingKind(Enum):
    """What a heading says of its column.

    Attributes:
        PHONE: phone numbers.
        PERHAPS: something that has to do with phones, or numbers to call: its cells must be valid numbers.
        REFUSED: numbers that are not to be called.
        OTHER: fax numbers, ids: whatever its cells hold.
        NONE: nothing of the kind.
    """

    PHONE = auto()
    PERHAPS = auto()
    REFUSED = auto()
    OTHER = auto()
    NONE = auto()


_NUMBER: Final = (
    "no nos nbr nr num number numbers nummer numero numeros numer nro nomor broj numara numarasi szam # "
    "номер 号码 號碼 番号"
)
_PHONE: Final = (
    "phone phones telephone telephones phon ph fone fon tel tele mob mobile mobiles cell cellular cellphone "
    "landline hotline switchboard msisdn whatsapp gsm handphone hp "
    "telefon mobil handy rufnummer festnetz festnetznummer natel mobilfunk fernsprecher "
    "portable telefoon mobiel telefono telefonos movil celular cel cellulare telefone telefones telemovel "
    "puhelin puhelinnumero matkapuhelin telefonas mobiltelefon mobilnummer komorka komorkowy "
    "tlf tlfn telepon ponsel sdt тел телефон телефоны моб мобильный τηλεφωνο κινητο"
)
#: Written without spaces between words, or with marks that are no letters: found anywhere in a heading.
_ANYWHERE: Final = tuple(
    without_accents(word)
    for word in (
        "电话", "電話", "手机", "手機", "携帯", "전화", "휴대폰", "핸드폰", "연락처",
        "โทรศัพท์", "มือถือ", "هاتف", "جوال", "موبايل", "تلفون", "تليفون", "טלפון", "נייד",
        "फ़ोन", "फोन", "मोबाइल", "ফোন",
    )
)  # fmt: skip
_FAX: Final = "fax facsimile telefax fx telecopie faks факс"
_FAX_ANYWHERE: Final = tuple(map(without_accents, ("传真", "傳真", "팩스", "ファックス")))
#: What may stand behind the word for a phone and leaves its column one of phone numbers.
_KINDS_OF_PHONE: Final = (
    "home work business bus office private personal main primary secondary other alt alternate alternative day daytime "
    "evening night ah bh after hours hrs direct preferred best company head customer client contact lead person owner "
    "spouse partner mother father parent guardian emergency full clean cleaned raw formatted value e au aus australia "
    "nz intl international national local required optional s of for the in line first second third two one "
    "to reach you your us please next kin "
    "privat geschaftlich dienstlich fixe fixo fijo bureau domicile maison pro travail oficina casa trabajo"
)
#: Things with digits of their own, and lists of people who are not to be called.
_OTHER_THINGS: Final = (
    "id ids guid uuid imei imsi iccid ref reference account acct plan serial sim pin puk hash token otp "
    "abn acn tfn postcode zip licence license invoice order policy"
)
_NOT_TO_BE_CALLED: Final = (
    "not dont dnc never invalid incorrect wrong bad disconnected blocked unsubscribed suppressed optout "
    "old previous former"
)
#: Before a word for "number" they may mean a phone, but just as well a customer or a house.
_CALLED: Final = (
    "callback call calling main best home work direct daytime evening alt alternate alternative primary secondary"
)
_PAIRS: Final = "land line|whats app|direct dial|direct line|hand phone|no hp|after hours|điện thoại|di động"


def _any_of(words: str, *, from_letters: int = 2) -> str:
    return "|".join(re.escape(word) for word in _listed(words) if len(word) >= from_letters)


def _listed(words: str) -> list[str]:
    """Return words as `heading_words` gives them."""
    return without_accents(words).split()


_KIND_WITHIN: Final = _any_of(_KINDS_OF_PHONE, from_letters=3)
#: People leave out spaces: homephone, mobileno, telefonnummer.
_PHONE_WORD: Final = re.compile(
    rf"(?:{_KIND_WITHIN}){{0,3}}(?:{_any_of(_PHONE)}){{1,2}}(?:{_any_of(_NUMBER)}|{_KIND_WITHIN}){{0,3}}"
    rf"|contact(?:{_any_of(_NUMBER)})"
    # German glues, and Slavonic languages, Turkish and Hungarian decline: Kundentelefon, numer telefonu, telefonszám.
    r"|[a-z]{0,20}telefoo?n[a-z]{0,6}|телефон\w{0,3}"
)
_NUMBER_WORDS: Final = frozenset(_listed(_NUMBER))
_BEHIND: Final = _NUMBER_WORDS | frozenset(_listed(_KINDS_OF_PHONE))
_OTHER_WORDS: Final = frozenset(_listed(_OTHER_THINGS))
_FAX_WORDS: Final = frozenset(_listed(_FAX))
_NOT_CALLED_WORDS: Final = frozenset(_listed(_NOT_TO_BE_CALLED))
_CALLED_WORDS: Final = frozenset(_listed(_CALLED))
#: Longer ones are text that was read as headings.
_LONGEST: Final = 100
_WORD_PAIRS: Final = frozenset(tuple(_listed(pair)) for pair in _PAIRS.split("|"))


def heading_kind(heading: str) -> HeadingKind:
    """Say what a heading says of the numbers under it.

    A word for a phone must be one of its own, and what stands behind it must not make it something else: a *phone type*
    is no phone, the *phone of a company* is one. Of several things ("Phone/Fax") each counts by itself.

    Args:
        heading: as it is written, in any case and with any marks between its words.

    Example:
        >>> [heading_kind(one).name for one in ("homePhone", "Phone/Fax", "Phone Type", "Fax", "Cancelled On")]
        ['PHONE', 'PHONE', 'PERHAPS', 'OTHER', 'NONE']
    """
    if len(heading) > _LONGEST:
        return HeadingKind.NONE
    kinds = {_kind_of_part(words) for words in heading_parts(heading)} | {_foreign_kind(without_accents(heading))}
    # `HeadingKind` names the surest first.
    surest = next((kind for kind in HeadingKind if kind in kinds), HeadingKind.NONE)
    refused = surest in (HeadingKind.PHONE, HeadingKind.PERHAPS) and refuses_calls(heading)
    return HeadingKind.REFUSED if refused else surest


def refuses_calls(heading: str) -> bool:
    """Say whether a heading is that of people, or numbers, that are not to be called.

    Example:
        >>> refuses_calls("Do Not Call"), refuses_calls("Contact")
        (True, False)
    """
    return bool(_NOT_CALLED_WORDS & set(heading_words(heading)))


def names_other_thing(heading: str) -> bool:
    """Say whether a heading names something with digits of its own, so that no cell makes it a phone column.

    Example:
        >>> names_other_thing("Customer ID"), names_other_thing("Contact")
        (True, False)
    """
    return bool((_OTHER_WORDS | _FAX_WORDS) & set(heading_words(heading)))


def _kind_of_part(words: list[str]) -> HeadingKind:
    if _FAX_WORDS & set(words):
        return HeadingKind.OTHER
    ends = _ends_of_phone_words(words)
    if not ends:
        return HeadingKind.PERHAPS if _may_be_called(words) else HeadingKind.NONE
    behind = words[max(ends) :]
    if "id" in words or _OTHER_WORDS & set(behind):
        return HeadingKind.OTHER
    plain = all(word in _BEHIND or word.isdecimal() or len(word) == 1 for word in behind)
    return HeadingKind.PHONE if plain else HeadingKind.PERHAPS


def _ends_of_phone_words(words: list[str]) -> list[int]:
    """Return where words for a phone end: words by themselves, or pairs."""
    alone = [at for at, word in enumerate(words, 1) if _PHONE_WORD.fullmatch(word)]
    pairs = enumerate(pairwise(words), 2)
    return alone + [
        at for at, pair in pairs if pair in _WORD_PAIRS or (pair[0] == "contact" and pair[1] in _NUMBER_WORDS)
    ]


def _may_be_called(words: list[str]) -> bool:
    """Say whether a part is a word for "number", perhaps of somebody who is called."""
    return bool(_NUMBER_WORDS & set(words)) and set(words) <= _NUMBER_WORDS | _CALLED_WORDS


def _foreign_kind(text: str) -> HeadingKind:
    if any(word in text for word in _ANYWHERE):
        return HeadingKind.PHONE
    return HeadingKind.OTHER if any(word in text for word in _FAX_ANYWHERE) else HeadingKind.NONE
