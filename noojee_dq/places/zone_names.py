"""Names of zones and of places that are no IANA names, as people write them."""

from typing import Final

from noojee_dq.places.states import STATES

#: Windows' name of a zone, in small letters -> IANA zone (Unicode CLDR, windowsZones).
WINDOWS_NAMES: Final = {
    "aus eastern standard time": "Australia/Sydney",
    "e. australia standard time": "Australia/Brisbane",
    "tasmania standard time": "Australia/Hobart",
    "cen. australia standard time": "Australia/Adelaide",
    "aus central standard time": "Australia/Darwin",
    "w. australia standard time": "Australia/Perth",
    "aus central w. standard time": "Australia/Eucla",
    "lord howe standard time": "Australia/Lord_Howe",
    "norfolk standard time": "Pacific/Norfolk",
    "new zealand standard time": "Pacific/Auckland",
    "chatham islands standard time": "Pacific/Chatham",
    "fiji standard time": "Pacific/Fiji",
    "samoa standard time": "Pacific/Apia",
    "tonga standard time": "Pacific/Tongatapu",
    "west pacific standard time": "Pacific/Port_Moresby",
    "central pacific standard time": "Pacific/Guadalcanal",
    "singapore standard time": "Asia/Singapore",
    "china standard time": "Asia/Shanghai",
    "taipei standard time": "Asia/Taipei",
    "tokyo standard time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul",
    "se asia standard time": "Asia/Bangkok",
    "india standard time": "Asia/Kolkata",
    "sri lanka standard time": "Asia/Colombo",
    "arabian standard time": "Asia/Dubai",
    "israel standard time": "Asia/Jerusalem",
    "south africa standard time": "Africa/Johannesburg",
    "gmt standard time": "Europe/London",
    "w. europe standard time": "Europe/Berlin",
    "romance standard time": "Europe/Paris",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "us mountain standard time": "America/Phoenix",
    "pacific standard time": "America/Los_Angeles",
    "alaskan standard time": "America/Anchorage",
    "hawaiian standard time": "Pacific/Honolulu",
}

#: Cities abroad by which people call a zone that has another name.
CITIES_ABROAD: Final = {
    "beijing": "Asia/Shanghai",
    "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "san francisco": "America/Los_Angeles",
    "washington dc": "America/New_York",
}

_TOWNS_BY_STATE: Final = {
    "NSW": "albury, armidale, bathurst, byron bay, central coast, coffs harbour, dubbo, gosford, lismore, newcastle, "
    "orange, parramatta, penrith, port macquarie, tamworth, wagga wagga, wollongong",
    "ACT": "canberra, jervis bay, queanbeyan",
    "VIC": "ballarat, bendigo, geelong, mildura, shepparton, warrnambool, wodonga",
    "QLD": "bundaberg, cairns, gladstone, gold coast, ipswich, mackay, mount isa, rockhampton, sunshine coast, "
    "toowoomba, townsville",
    "SA": "mount gambier, port augusta, port lincoln, whyalla",
    "WA": "albany, broome, bunbury, fremantle, geraldton, kalgoorlie, mandurah, port hedland",
    "TAS": "burnie, devonport, launceston",
    "NT": "alice springs, katherine, palmerston, tennant creek",
}
#: Australian towns that no IANA zone is named after, in small letters -> IANA zone.
AUSTRALIAN_TOWNS: Final = {
    town: STATES[state].zone for state, towns in _TOWNS_BY_STATE.items() for town in towns.split(", ")
}
