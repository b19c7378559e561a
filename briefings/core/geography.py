"""Codes of countries in ISO 3166, and countries that touch on the map. By tools/geography.py."""

from __future__ import annotations

from functools import cache

_CODES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
WLF WSM YEM ZAF ZMB ZWE AFI ANT ATB ATN BUR BYS CSK CTE DDR DHY FXX GEL HVO JTN MID NHB NTZ PCI PCZ PUS RHO
SCG SKM SUN TMP VDR WAK YMD YUG ZAR
"""
_MAPPED = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLM
BLR BLZ BMU BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CYM CYP
CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIN GMB
GNB GNQ GRC GRD GRL GTM GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR
JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV
MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MUS MWI MYS NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL
OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT ROU RUS RWA SAU SDN SEN SGP SGS SHN SLB SLE
SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKM TLS TON TTO TUN TUR TWN
TZA UGA UKR URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE
"""
_BORDERS = """
AFG-CHN AFG-IRN AFG-PAK AFG-TJK AFG-TKM AFG-UZB AGO-COD AGO-COG AGO-NAM AGO-ZMB ALB-GRC ALB-MKD ALB-MNE
ALB-XKX AND-ESP AND-FRA ARE-OMN ARE-SAU ARG-BOL ARG-BRA ARG-CHL ARG-PRY ARG-URY ARM-AZE ARM-GEO ARM-IRN
ARM-TUR AUT-CHE AUT-CZE AUT-DEU AUT-HUN AUT-ITA AUT-LIE AUT-SVK AUT-SVN AZE-GEO AZE-IRN AZE-RUS AZE-TUR
BDI-COD BDI-RWA BDI-TZA BEL-DEU BEL-FRA BEL-LUX BEL-NLD BEN-BFA BEN-NER BEN-NGA BEN-TGO BFA-CIV BFA-GHA
BFA-MLI BFA-NER BFA-TGO BGD-IND BGD-MMR BGR-GRC BGR-MKD BGR-ROU BGR-SRB BGR-TUR BIH-HRV BIH-MNE BIH-SRB
BLR-LTU BLR-LVA BLR-POL BLR-RUS BLR-UKR BLZ-GTM BLZ-MEX BOL-BRA BOL-CHL BOL-PER BOL-PRY BRA-COL BRA-FRA
BRA-GUY BRA-PER BRA-PRY BRA-SUR BRA-URY BRA-VEN BRN-MYS BTN-CHN BTN-IND BWA-NAM BWA-ZAF BWA-ZWE CAF-CMR
CAF-COD CAF-COG CAF-SDN CAF-SSD CAF-TCD CAN-USA CHE-DEU CHE-FRA CHE-ITA CHE-LIE CHL-PER CHN-HKG CHN-IND
CHN-KAZ CHN-KGZ CHN-LAO CHN-MAC CHN-MMR CHN-MNG CHN-NPL CHN-PAK CHN-PRK CHN-RUS CHN-TJK CHN-VNM CIV-GHA
CIV-GIN CIV-LBR CIV-MLI CMR-COG CMR-GAB CMR-GNQ CMR-NGA CMR-TCD COD-COG COD-RWA COD-SSD COD-TZA COD-UGA
COD-ZMB COG-GAB COL-ECU COL-PAN COL-PER COL-VEN CRI-NIC CRI-PAN CZE-DEU CZE-POL CZE-SVK DEU-DNK DEU-FRA
DEU-LUX DEU-NLD DEU-POL DJI-ERI DJI-ETH DOM-HTI DZA-ESH DZA-LBY DZA-MAR DZA-MLI DZA-MRT DZA-NER DZA-TUN
ECU-PER EGY-ISR EGY-LBY EGY-PSE EGY-SDN ERI-ETH ERI-SDN ESH-MAR ESH-MRT ESP-FRA ESP-PRT EST-LVA EST-RUS
ETH-KEN ETH-SDN ETH-SOM ETH-SSD FIN-NOR FIN-RUS FIN-SWE FRA-ITA FRA-LUX FRA-MCO FRA-SUR GAB-GNQ GBR-IRL
GEO-RUS GEO-TUR GHA-TGO GIN-GNB GIN-LBR GIN-MLI GIN-SEN GIN-SLE GMB-SEN GNB-SEN GRC-MKD GRC-TUR GTM-HND
GTM-MEX GTM-SLV GUY-SUR GUY-VEN HND-NIC HND-SLV HRV-HUN HRV-MNE HRV-SRB HRV-SVN HUN-ROU HUN-SRB HUN-SVK
HUN-SVN HUN-UKR IDN-MYS IDN-PNG IDN-TLS IND-MMR IND-NPL IND-PAK IRN-IRQ IRN-PAK IRN-TKM IRN-TUR IRQ-JOR
IRQ-KWT IRQ-SAU IRQ-SYR IRQ-TUR ISR-JOR ISR-LBN ISR-PSE ISR-SYR ITA-SMR ITA-SVN ITA-VAT JOR-PSE JOR-SAU
JOR-SYR KAZ-KGZ KAZ-RUS KAZ-TKM KAZ-UZB KEN-SOM KEN-SSD KEN-TZA KEN-UGA KGZ-TJK KGZ-UZB KHM-LAO KHM-THA
KHM-VNM KOR-PRK KWT-SAU LAO-MMR LAO-THA LAO-VNM LBN-SYR LBR-SLE LBY-NER LBY-SDN LBY-TCD LBY-TUN LSO-ZAF
LTU-LVA LTU-POL LTU-RUS LVA-RUS MAF-SXM MDA-ROU MDA-UKR MEX-USA MKD-SRB MKD-XKX MLI-MRT MLI-NER MLI-SEN
MMR-THA MNE-SRB MNE-XKX MNG-RUS MOZ-MWI MOZ-SWZ MOZ-TZA MOZ-ZAF MOZ-ZMB MOZ-ZWE MRT-SEN MWI-TZA MWI-ZMB
MYS-THA NAM-ZAF NAM-ZMB NER-NGA NER-TCD NGA-TCD NOR-RUS NOR-SWE OMN-SAU OMN-YEM POL-RUS POL-SVK POL-UKR
PRK-RUS QAT-SAU ROU-SRB ROU-UKR RUS-UKR RWA-TZA RWA-UGA SAU-YEM SDN-SSD SDN-TCD SRB-XKX SSD-UGA SVK-UKR
SWZ-ZAF SYR-TUR TJK-UZB TKM-UZB TZA-UGA TZA-ZMB ZAF-ZWE ZMB-ZWE
"""
_NAMES = """
ABW AW Aruba; AFG AF Afghanistan; AGO AO Angola; AIA AI Anguilla; ALA AX Åland Islands; ALB AL Albania; AND AD
Andorra; ARE AE United Arab Emirates; ARG AR Argentina; ARM AM Armenia; ASM AS American Samoa; ATA AQ
Antarctica; ATF TF French Southern Territories; ATG AG Antigua & Barbuda; AUS AU Australia; AUT AT Austria;
AZE AZ Azerbaijan; BDI BI Burundi; BEL BE Belgium; BEN BJ Benin; BES BQ Caribbean Netherlands; BFA BF Burkina
Faso; BGD BD Bangladesh; BGR BG Bulgaria; BHR BH Bahrain; BHS BS Bahamas; BIH BA Bosnia & Herzegovina; BLM BL
St. Barthélemy; BLR BY Belarus; BLZ BZ Belize; BMU BM Bermuda; BOL BO Bolivia; BRA BR Brazil; BRB BB Barbados;
BRN BN Brunei; BTN BT Bhutan; BVT BV Bouvet Island; BWA BW Botswana; CAF CF Central African Republic; CAN CA
Canada; CCK CC Cocos (Keeling) Islands; CHE CH Switzerland; CHL CL Chile; CHN CN China; CIV CI Côte d’Ivoire;
CMR CM Cameroon; COD CD Congo - Kinshasa; COG CG Congo - Brazzaville; COK CK Cook Islands; COL CO Colombia;
COM KM Comoros; CPV CV Cape Verde; CRI CR Costa Rica; CUB CU Cuba; CUW CW Curaçao; CXR CX Christmas Island;
CYM KY Cayman Islands; CYP CY Cyprus; CZE CZ Czechia; DEU DE Germany; DJI DJ Djibouti; DMA DM Dominica; DNK DK
Denmark; DOM DO Dominican Republic; DZA DZ Algeria; ECU EC Ecuador; EGY EG Egypt; ERI ER Eritrea; ESH EH
Western Sahara; ESP ES Spain; EST EE Estonia; ETH ET Ethiopia; FIN FI Finland; FJI FJ Fiji; FLK FK Falkland
Islands; FRA FR France; FRO FO Faroe Islands; FSM FM Micronesia; GAB GA Gabon; GBR GB United Kingdom; GEO GE
Georgia; GGY GG Guernsey; GHA GH Ghana; GIB GI Gibraltar; GIN GN Guinea; GLP GP Guadeloupe; GMB GM Gambia; GNB
GW Guinea-Bissau; GNQ GQ Equatorial Guinea; GRC GR Greece; GRD GD Grenada; GRL GL Greenland; GTM GT Guatemala;
GUF GF French Guiana; GUM GU Guam; GUY GY Guyana; HKG HK Hong Kong SAR China; HMD HM Heard & McDonald Islands;
HND HN Honduras; HRV HR Croatia; HTI HT Haiti; HUN HU Hungary; IDN ID Indonesia; IMN IM Isle of Man; IND IN
India; IOT IO British Indian Ocean Territory; IRL IE Ireland; IRN IR Iran; IRQ IQ Iraq; ISL IS Iceland; ISR IL
Israel; ITA IT Italy; JAM JM Jamaica; JEY JE Jersey; JOR JO Jordan; JPN JP Japan; KAZ KZ Kazakhstan; KEN KE
Kenya; KGZ KG Kyrgyzstan; KHM KH Cambodia; KIR KI Kiribati; KNA KN St. Kitts & Nevis; KOR KR South Korea; KWT
KW Kuwait; LAO LA Laos; LBN LB Lebanon; LBR LR Liberia; LBY LY Libya; LCA LC St. Lucia; LIE LI Liechtenstein;
LKA LK Sri Lanka; LSO LS Lesotho; LTU LT Lithuania; LUX LU Luxembourg; LVA LV Latvia; MAC MO Macao SAR China;
MAF MF St. Martin; MAR MA Morocco; MCO MC Monaco; MDA MD Moldova; MDG MG Madagascar; MDV MV Maldives; MEX MX
Mexico; MHL MH Marshall Islands; MKD MK North Macedonia; MLI ML Mali; MLT MT Malta; MMR MM Myanmar (Burma);
MNE ME Montenegro; MNG MN Mongolia; MNP MP Northern Mariana Islands; MOZ MZ Mozambique; MRT MR Mauritania; MSR
MS Montserrat; MTQ MQ Martinique; MUS MU Mauritius; MWI MW Malawi; MYS MY Malaysia; MYT YT Mayotte; NAM NA
Namibia; NCL NC New Caledonia; NER NE Niger; NFK NF Norfolk Island; NGA NG Nigeria; NIC NI Nicaragua; NIU NU
Niue; NLD NL Netherlands; NOR NO Norway; NPL NP Nepal; NRU NR Nauru; NZL NZ New Zealand; OMN OM Oman; PAK PK
Pakistan; PAN PA Panama; PCN PN Pitcairn Islands; PER PE Peru; PHL PH Philippines; PLW PW Palau; PNG PG Papua
New Guinea; POL PL Poland; PRI PR Puerto Rico; PRK KP North Korea; PRT PT Portugal; PRY PY Paraguay; PSE PS
Palestinian Territories; PYF PF French Polynesia; QAT QA Qatar; REU RE Réunion; ROU RO Romania; RUS RU Russia;
RWA RW Rwanda; SAU SA Saudi Arabia; SDN SD Sudan; SEN SN Senegal; SGP SG Singapore; SGS GS South Georgia &
South Sandwich Islands; SHN SH St. Helena; SJM SJ Svalbard & Jan Mayen; SLB SB Solomon Islands; SLE SL Sierra
Leone; SLV SV El Salvador; SMR SM San Marino; SOM SO Somalia; SPM PM St. Pierre & Miquelon; SRB RS Serbia; SSD
SS South Sudan; STP ST São Tomé & Príncipe; SUR SR Suriname; SVK SK Slovakia; SVN SI Slovenia; SWE SE Sweden;
SWZ SZ Eswatini; SXM SX Sint Maarten; SYC SC Seychelles; SYR SY Syria; TCA TC Turks & Caicos Islands; TCD TD
Chad; TGO TG Togo; THA TH Thailand; TJK TJ Tajikistan; TKL TK Tokelau; TKM TM Turkmenistan; TLS TL
Timor-Leste; TON TO Tonga; TTO TT Trinidad & Tobago; TUN TN Tunisia; TUR TR Türkiye; TUV TV Tuvalu; TWN TW
Taiwan; TZA TZ Tanzania; UGA UG Uganda; UKR UA Ukraine; UMI UM U.S. Outlying Islands; URY UY Uruguay; USA US
United States; UZB UZ Uzbekistan; VAT VA Vatican City; VCT VC St. Vincent & Grenadines; VEN VE Venezuela; VGB
VG British Virgin Islands; VIR VI U.S. Virgin Islands; VNM VN Vietnam; VUT VU Vanuatu; WLF WF Wallis & Futuna;
WSM WS Samoa; YEM YE Yemen; ZAF ZA South Africa; ZMB ZM Zambia; ZWE ZW Zimbabwe
"""
# Alpha-3 codes of the countries that are, and of those that were.
ISO_CODES = frozenset(_CODES.split())
# Countries with a shape in the map data: of the others it does not say what they touch.
MAPPED = frozenset(_MAPPED.split())
# Pairs, in the order of their codes, whose shapes share a line: AFG-CHN.
LAND_BORDERS = frozenset(_BORDERS.split())


@cache
def country_names() -> dict[str, str]:
    """The name in English of each country that is, by its alpha-3 code."""
    return {one[:3]: one[7:] for one in " ".join(_NAMES.split()).split("; ")}


@cache
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    """The alpha-3 codes of countries by their alpha-2 codes, and by their names in small letters."""
    by_code = {one[4:6]: one[:3] for one in " ".join(_NAMES.split()).split("; ")} | {"UK": "GBR"}
    return by_code, {name.casefold(): code for code, name in country_names().items()}


def code_of(text: str) -> str:
    """The alpha-3 code of a country by its alpha-2 code or its name in English; "" for another text."""
    by_code, by_name = _codes()
    return by_code.get(text.upper(), "") or by_name.get(text.casefold(), "")
