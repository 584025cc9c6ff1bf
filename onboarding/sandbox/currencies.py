"""The currency that accounts of a country have unless they say otherwise."""

from __future__ import annotations

_EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM"
_OTHERS = """
AE aed AG xcd AL all AM amd AO aoa AR ars AU aud AZ azn BA bam BD bdt BH bhd BJ xof BN bnd BO bob BR
brl BS bsd BT btn BW bwp CA cad CH chf CI xof CL clp CO cop CR crc CZ czk DK dkk DO dop DZ dzd EC
usd EG egp ET etb GA xaf GB gbp GH ghs GI gbp GM gmd GT gtq GY gyd HK hkd HU huf ID idr IL ils IN
inr IS eur JM jmd JO jod JP jpy KE kes KH khr KR krw KW kwd KZ kzt LA lak LC xcd LI chf LK lkr MA
mad MD mdl MG mga MK mkd MN mnt MO mop MU mur MX mxn MY myr MZ mzn NA nad NE xof NG ngn NO nok NZ
nzd OM omr PA usd PE pen PH php PK pkr PL pln PY pyg QA qar RO ron RS rsd RW rwf SA sar SE sek SG
sgd SN xof SV usd TH thb TN tnd TR try TT ttd TW twd TZ tzs US usd UY uyu UZ uzs VN vnd ZA zar
"""

_words = _OTHERS.split()
CURRENCIES = dict.fromkeys(_EURO.split(), "eur") | dict(zip(_words[::2], _words[1::2], strict=True))
"""Country -> currency. A country that is not here cannot have an account."""


def currency_of(country: str) -> str:
    """In lower case; that of the United States for an unknown country."""
    return CURRENCIES.get(country, "usd")
