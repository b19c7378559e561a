# ruff: noqa: E501 - a table, a line a row
"""The use of each key of a record on a page, in a sentence, with an example: a table beside the models.

`docs/facts.md` and the remedies for missing keys are made with it. A key that a class inherits stands with the class
that has it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .base_record import Record


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """The use of a key on a page, and an example of its value."""

    sentence: str
    example: str


# By class: a line a key, `key: sentence | example`.
_TEXTS = {
    "Desk": """
title: Stands at the head of every page. | Central Asia desk
publisher: Stands above the title of a weekly and in the imprint. | Regional Security Desk
contact: Stands at the head of every page, for questions. | desk@desk.example
address: Stands at the foot of every page, with the page's own name: where the build folder is published. | https://desk.example/briefings
region: These countries have one-pagers and trends, and head the lists of changes, in this order. | [TJK, UZB]
release: Nothing marked higher is on any page that is built without `--release`. | TLP:GREEN
marking: What bears no marking of its own has this one, and no page has a lower one. | TLP:CLEAR
units: Adds the desk's own unit behind a number in the other system. | metric
locale: Writes dates and numbers as a variety of English does: day or month first, digits grouped, decimals marked. Hours are of 24, words of pages British. | en_GB
timezone: The zone of printed hours and of the cut-off. | Asia/Dushanbe
yardstick: The scale of likelihood that judgements use and the legend explains. | phia
cutoff: When an issue closes; its head prints it. | {weekday: Friday, hour: "18:00"}
today: Pins the day of the pages, so that they come out the same on any day. | 2022-05-06
review: After this time a figure of the kind is printed with its age. | [{kind: displacement, after: 90 days}]
files: Names the copies for mail. | "{week}-{name}-{marking}"
documents: Makes further documents from templates of the desk's own. | [{template: visits.html.j2, each: country, folder: visits}]
texts: The folder of the kept texts of sources (`<source id>.txt`), seen from the desk's folder; `check` holds claims against them, and no page has them. | ../texts
approvals: How many persons approve an issue before it goes out; the issue says whether it was reviewed. | {weekly: 1, not_by: author}
avoid: Words of a party that the desk's own sentences do not use; `check` warns of them outside quotation marks. | [special operation]
trend_of: Stands in the legend of the trends of an issue: worsening of what, compared with when. | Security in the country and at its borders, compared with the issue before.
boundaries: Stands below every map: whose lines it shows. | Boundaries as they are in fact.
disputed: Areas in dispute that maps draw otherwise than they are held: the desk's point of view. | [{area: Crimea, country: UKR}]
internal: Is printed nowhere; a remark for colleagues. | Set up in May.
""",
    "DisputedArea": """
area: An area that one state holds and another claims; it is hatched either way. | Crimea
country: The country that maps draw it with. | UKR
""",
    "Cutoff": """
weekday: The weekday on which an issue closes. | Friday
hour: The hour of that day, only printed. | "18:00"
""",
    "ReviewPeriod": """
kind: The kind of fact that is looked at again. | displacement
after: The time after which it is. | 90 days
""",
    "Approvals": """
weekly: How many persons approve an issue of the weekly before `publish` lets it out. | 1
others: How many approve any other document. | 1
not_by: The approval of whoever publishes the issue does not count. | author
since: Issues published before this day need no approval. | 2022-01-01
""",
    "RecipientGroup": """
id: Names the file of its mail, and it in the record of what was sent. | ministries
name: Names the group where a correction says who holds the wrong number. | Ministries
clearance: It is sent the highest edition up to this marking. | TLP:AMBER
to: Is written into the drafts of its mail; an address of the group, best of no person. | briefings@ministry.example
subscriptions: It is sent the documents of these names or patterns. | [weekly/*]
language: The language of its issues; only English is spoken. | en
format: What is attached to its mail. | pdf
internal: Is printed nowhere; a remark for colleagues. | By courier since May.
marking: Editions below it do not name the group. | TLP:AMBER
""",
    "DocumentKind": """
template: The template that prints it. | visits.html.j2
each: There is one document for each of these. | country
folder: The folder that the documents are in. | visits
only: Only these have one. | [border-treaty-2025]
one_page: The document is one A4 page: its lists are cut to what has room, as a one-pager's are. | true
hour: Is printed as the cut-off of a document of the day. | "16:00"
""",
    "Named": """
id: The name by which other records refer to it; it is not printed. | CSTO
name: Is printed wherever the record is named. | Collective Security Treaty Organization
aliases: Lead to the record in search and on the command line; they are not printed. | [ODKB]
formerly: Pages of an earlier day print the name of that day. | {name: Bishkek SSR, until: 1991-08-31}
""",
    "FormerName": """
name: The name that it then had. | Zaire
from: The first day of that name, if it had another before. | 1971-10-27
until: The last day of that name. | 1997-05-16
""",
    "FormerCountryName": """
official: The official name that it then had. | Republic of Zaire
adjective: The adjective that it then had. | Zairian
capital: The name that its capital then had; maps print it. | Nur-Sultan
""",
    "FormerBodyName": """
short: The short name that it then had. | OAU
""",
    "Entity": """
misnomers: Wrong names of it: found in search, and warned of in facts. | [Islamic Republic]
internal: Is printed nowhere; a remark for colleagues. | Not to be taken for the ministry.
marking: Pages that name it bear this marking at least; below it, all that names it is left out. | TLP:AMBER
""",
    "Country": """
id: Its three letters (ISO 3166 alpha-3). | TJK
code: Says that the id is the desk's own, as ISO has none. | user-assigned
official: Is found in search; it is not printed. | Republic of Tajikistan
adjective: Stands in labels: "Tajik base", "Afghan refugees". | Tajik
article: Stands before the name within a sentence. | the
capital: Is marked on the country's map, where the places have it. | Dushanbe
capital_certainty: Stands below the map of the country, unless it is plainly stated. | claimed
capital_note: Stands below the map of the country. | Claimed by both sides.
key_figures: These numbers open the one-pager, before those it finds by itself. | [tjk-offer-2021]
leading_figure: Goes first among the key figures, however weak it is. | tjk-offer-2021
bottom_lines: The latest of the day stands at the head of the one-pager. | [{as_of: 2021-09-17, text: Quiet., trend: stable}]
""",
    "BottomLine": """
as_of: Is printed as the day of the judgement; it stands from that day. | 2021-09-17
text: Is the bottom line of the one-pager. | The border is quiet.
trend: Is printed with an arrow; `unknown` is a state. | stable
reason: Stands behind the trend. | No clash was reported.
author: Is printed nowhere; whom to ask. | R. Desk
marking: Below it, the bottom line before this one is printed. | TLP:AMBER
""",
    "Organization": """
short: Is printed instead of the name in lists, tables and maps. | CSTO
article: Stands before the name within a sentence: "for the Kremlin". | the
type: Says what it is; it is not printed. | bloc
country: The country that it is of; it is not printed. | RUS
founding: Memberships cannot begin before the earliest, which topics print beside the body's name. | [{name: Charter, signed: 2002-06-07, source: sco}]
""",
    "Instrument": """
name: Is printed beside the name of the body: the treaty or charter. | Treaty of Tashkent
signed: Is printed as the day of the founding. | 1992-05-15
in_force: Is printed behind it: the day from which it binds. | 1994-04-20
source: Is cited behind it. | csto-website
at: The lines of the source. | 4
certainty: Is printed behind it, unless it is plainly stated. | reported
note: Is printed behind it. | Signed in two rounds.
marking: Below it, the instrument is left out. | TLP:AMBER
""",
    "Person": """
country: The country that the person is of; it is not printed. | TJK
""",
    "Source": """
id: The name by which claims cite it; a source withdrawn keeps it. | rferl-2021-09
publisher: Stands in the list of sources and when a reference is pointed at; by its name or alias, the body that speaks. | RFE/RL
title: Stands in the list of sources. | What CSTO leaders agreed
author: Stands in the list of sources. | B. Pannier
published: Stands in the list of sources; claims without a day of their own are of this one. | 2021-09-16
published_note: Is printed nowhere: why an interval is given. | The article says "yesterday".
url: Is linked in the list of sources. | https://www.rferl.org/a/1.html
medium: Stands in the list of sources; a `reference` counts as always known. | press
edition_of: Names the series; a later edition that has another number for a year revises the earlier, and is no dispute. | military-expenditure
reliability: Is the letter of every grade of its claims. | B
reliability_reason: Is printed nowhere: why it has that letter. | Its reports were confirmed before.
credibility: Is the number of the grade of each claim of it that has none of its own. | 2
lines: The number of its lines that are not blank, to which `at` refers. | 31
sha256: The digest of its kept text, by which `check` knows that the text is the one that was read. | 0a30ef8f5322a4173720ae6712dc9a5e58f5a19868f3f167b4b5778db066c2b5
quotable: With `false`, no page prints the words that claims quote from it. | false
archived: Is linked behind it in the list of sources: its address in an archive. | https://web.archive.org/web/2021/https://www.rferl.org/a/1.html
accessed: Stands behind its address in the list of sources. | 2021-09-17
passages: Are printed nowhere: places of the source that are in doubt. | [{at: 16, note: A slip of the translation.}]
withdrawn: From that day no page shows its claims, and issues print the correction. | 2021-10-01
note: Is printed behind it in the list of sources. | Translated by machine.
internal: Is printed nowhere; a remark for colleagues. | Ask the publisher for the original.
marking: Its claims have this marking at least. | TLP:AMBER
""",
    "Passage": """
at: The lines in doubt. | [16, 17]
note: What is wrong with them. | The caption is of another day.
marking: Below it, the passage is left out. | TLP:AMBER
""",
    "Place": """
country: Of two places of one name, the one in the country of the fact is marked. | TJK
latitude: Where it is marked on maps. | 38.54
longitude: Where it is marked on maps. | 68.78
source: Is cited below the map. | geonames
internal: Is printed nowhere; a remark for colleagues. | The old airfield.
marking: Below it, the place is on no map. | TLP:AMBER
""",
    "UnitRecord": """
id: The name by which amounts use the unit. | verst
name: Is printed behind the number one. | verst
plural: Is printed behind other numbers. | versts
kind: What it measures; without it, things are counted. | length
factor: How much one is, for conversion and comparison. | 1066.8 m
aliases: Other spellings that mean it. | [v]
internal: Is printed nowhere; a remark for colleagues. | Before 1917.
marking: Below it, what gives an amount in it is left out. | TLP:AMBER
""",
    "Measure": """
id: The name by which figures count it. | districts-held
label: Names the figure on pages. | Districts held
unit: Stands behind a number without a unit. | districts
worse: Says which way a change is bad news. | up
parts: Measures whose figures may be parts of it. | [civilians-killed]
total_of: Figures of it are held against the country's borders. | borders
headline: Marks a measure for tables; no page asks yet. | true
internal: Is printed nowhere; a remark for colleagues. | As the project counts them.
marking: Below it, figures that count it are left out. | TLP:AMBER
""",
    "Matter": """
id: The name by which positions are taken on it. | host-refugees
question: Heads the stances in "Who stands where". | Hosting Afghan refugees
about: The entities it concerns, for finding stances against pledges. | [AFG]
internal: Is printed nowhere; a remark for colleagues. | Not of evacuees.
marking: Below it, positions on it are left out. | TLP:AMBER
""",
    "FactRecord": """
id: The name by which narratives and links quote the fact; it is not printed. | tjk-offer-2021
marking: Below it, the fact is left out; pages that print it bear it. | TLP:AMBER
tags: Bring the fact into the topics that ask for them. | [refugees]
supersedes: The facts named are no longer overdue or due for review once this one is known. | [us-withdrawal-2021-09-11]
rivals: The facts named and this one are printed as disputed, with who says what, whatever their numbers are. | [afghans-killed-un]
same_as: The facts named are this one under another name: counted and listed once, and printed as rivals. | [durand-line]
tension: Topics print the facts against each other: both may be true. | [csto-rejects-hosting]
part_of: The fact is counted within the one named, and never summed with it; a part that happened shows that its meeting was held. | csto-summit-2021
""",
    "ClaimRecord": """
id: The name by which a correction refers to the claim. | c1
source: Is cited behind what is printed of the claim. | rferl-2021-09
at: The lines of the source, shown when the reference is pointed at. | [16, 17]
context: Further lines of the source, which say who speaks, where or when; they are held against it, and not printed. | [3]
quote: A few of the source's own words, which its lines must have word for word; shown when the reference is pointed at. | up to 100,000 refugees
read_as: The source's words, `->`, and the amount that the desk reads them as; shown when the reference is pointed at. | two thousand -> tens years
origin: Is named behind the words ("via TASS"), and first in "Who says so"; claims of one origin count once. | [tass, peskov]
as_of: Is printed as the day that a number or state is of. | 2021-08-15
from: Is printed as the beginning. | 2021-08-01
until: Is printed as the end; past it, the fact is over. | 2021-08-31
throughout: Whether an interval stands for all its days ("1–15 Sept") or for some day within it ("between 1 and 15 Sept"); without it the kind decides. | true
status: Is printed unless it is plain; plans stand in the outlook, `postponed` and `cancelled` in timelines too. | postponed
outcome: Settles a plan, and is printed behind "outcome:" of an event or a force in weeklies and topics. | The sides agreed to meet again.
certainty: Is printed behind the words unless the source states it: reported, claimed, estimated, forecast. | claimed
credibility: Is the number of the grade; without it, the source's own `credibility` is. | 3
negated: Prints "reported as not so" behind the label. | true
denied_by: Prints "denied" behind the label; names the statement. | peskov-denies-2021
inferred: Prints "our inference" behind the words, and how the desk reads it below the row. | The year follows from the article.
open: Prints "list not complete" behind the words. | true
garbled: Keeps a claim whose source is torn: printed nowhere, compared with nothing, listed by `check`. | true
note: Is printed below the row, for readers; on the paper of a one-pager it is left out. | The caption bears no date.
internal: Is printed nowhere; a remark for colleagues. | Ask the agency for the picture.
recorded: The claim is known from this day instead of its source's. | 2021-08-10
marking: Below it, the claim is left out. | TLP:AMBER
corrects: The claim named is no longer shown, and issues that printed it print the correction. | c1
preferred: The claim is printed before all others. | true
because: Is printed as the reason for preferring it. | The later count.
""",
    "Border": """
between: Names the row: the far side on a one-pager, both elsewhere. | [AFG, TJK]
""",
    "BorderClaim": """
length: Is printed in tables of borders and on maps. | 1357 km
disputed: Is printed behind the name of the border: what of its course is disputed. | A segment at Vorukh.
""",
    "Membership": """
member: Names the row in tables of a body, and fills it on the map. | TJK
of: Names the row in the member's table. | CSTO
role: Is printed in the row. | observer
""",
    "Office": """
holder: Who holds it; a spokesman's words are printed "for" the body. | peskov
of: The country or body. | kremlin
office: The office, in words joined by hyphens. | press-secretary
""",
    "Force": """
type: Is printed in the label, and chooses the mark on the map. | exercise
of: Is printed in the label: whose force it is. | [RUS]
""",
    "ForceClaim": """
name: Is printed as the label, with the rest in brackets. | 201st Military Base
what: Is printed as the label where there is no name. | Drill at the border
in: Is printed in the label; the fact stands on the country's page. | [TJK]
near: The borders that it is near to. | ["border:AFG-TJK"]
place: Is marked on the country's map, where the places have it. | Kant
sites: Are printed behind "at" and marked on the map. | [Dushanbe, Bokhtar]
with: Who takes part; the fact stands on their pages. | [UZB]
planned_for: The day that it was put off from: "postponed from 3 to 9 May 2021". | 2021-05-03
count: Is printed if no strength is given. | 3 exercises
strength: Is printed behind the label. | 7000 people
duration: Is printed behind "for": how long it lasts. | 1 month
distance: Is printed: "20 km from the border". | 20 km
cost: Is printed behind "at a cost of". | "<= 240000000 USD"
equipment: Is printed behind "with": what it has. | [{what: aircraft, count: 4}]
""",
    "Materiel": """
what: Names the equipment. | military planes
count: How many there are. | 4
""",
    "Displacement": """
leaving: Is printed in the label: "Afghan refugees". | AFG
into: Is printed in the label, and is where the arrow on the map goes. | TJK
who: Is printed in the label: the group of people. | refugees
of: Is printed in the label: whose nationals or employees they are. | [RUS]
measure: Is printed in the label: "hosted in", "arrived in". | hosted
by: Is printed with offers and pledges, and named as the one who says so. | TJK
""",
    "Places": """
any: Places of which each, or any, is meant. | [TJK, UZB]
jointly: Places for which there is one figure together. | [TJK, UZB]
""",
    "DisplacementClaim": """
value: Is printed in the column of people. | 5700 people
what: Is printed as the label instead of the one made from the keys. | Afghans at the airport
to: Where they are meant to go in the end; the fact stands on those pages. | [USA]
duration: Is printed behind the label: for how long. | 3 months
""",
    "Event": """
type: Says what it is; an `anniversary` never falls due. | summit
of: The body or country whose event it is; what that body publishes on the day shows that the event was held. | SCO
""",
    "EventClaim": """
title: Is printed as the label. | SCO summit in Dushanbe
date: Is printed as the day. | 2021-09-17
time: Is printed behind the day, with the zone of the desk. | 04:30
in: The fact stands on the pages of these countries. | TJK
near: The borders that it is near to. | ["border:KGZ-TJK"]
place: Is printed behind "at" in weeklies and topics, unless the title has it. | Dushanbe
sites: Further places, printed behind the first. | [Chorku, Surh]
planned_for: The day that it was put off from: "postponed from 3 to 9 May 2021". | 2021-05-03
parties: Are printed in weeklies and topics, behind "by" (authors) and "with". | [{who: TJK, capacity: host}]
""",
    "Party": """
who: Is printed: a party that has a record; the fact stands on its page. | TJK
named: Is printed: a party that has none. | villagers
capacity: Is printed in brackets: attacker, victim, overthrown, mediator … | victim
mode: Is printed in brackets: remotely, absent. | remote
level: Is printed in brackets. | foreign ministers
negated: Prints "not" before the party. | true
inferred: Prints "our inference" in the brackets, and the reason below the row. | It speaks of all neighbours.
status: Is printed in the brackets: whether it is yet to come. | scheduled
state: Is printed in the brackets: how it stands to a treaty, agreement or ceasefire. | ratified
since: Is printed behind the state: since when. | 2025-04-02
note: Is printed below the row, behind the name of the party. | Named in a caption only.
""",
    "Statement": """
speaker: Is printed before the text. | putin
about: The statement stands on the pages of these countries and bodies too. | [TJK]
""",
    "StatementClaim": """
date: Is printed behind the speaker. | 2021-09-16
topic: Is printed behind the day: what it is about, in a few words; on the paper of a one-pager it is left out. | Visas
text: Is printed: what was said, in our words. | Nobody is in a hurry.
to: To whom; the statement stands on their pages. | [biden]
event: At which event; said on its day, it shows that the event was held. | csto-summit-2021
positions: Are printed in "Who stands where". | [{holder: RUS, on: host-refugees, stance: against}]
renderings: Are printed below the row: the same words in other texts. | [{text: Nobody hurries., source: tass-2021}]
""",
    "Position": """
holder: Names the row: whose stance it is, not always the speaker's. | RUS
on: Heads the rows: the matter. | host-refugees
stance: Is printed in the row. | against
if: Is printed behind the stance. | the Taliban keep their promises
inferred: Is printed behind "our inference": how the desk reads it. | To have no plan is read as a stance.
marking: Below it, the position is left out. | TLP:AMBER
""",
    "Rendering": """
text: The words, in our words. | Nobody hurries.
source: Where they stand. | tass-2021
at: The lines of it. | 4
internal: Is printed nowhere; a remark for colleagues. | Shorter.
marking: Below it, the rendering is left out. | TLP:AMBER
""",
    "Figure": """
subject: Is printed in the label; the figure stands on its page. | AFG
by: Is printed in brackets: who holds or does what is counted. | [taliban]
measure: Is printed as the label, with its unit. | districts-held
""",
    "FigureClaim": """
value: Is printed as the number. | 188
date: Is printed as the day; a figure of one day is never stale. | 2021-08-26
items: What is counted, by name; shown among the changes. | [KGZ, TJK]
what: Is printed as the label instead of the measure's. | US service members killed
""",
    "Designation": """
by: Is printed in the label: who lists. | RUS
of: Is printed in the label: who is listed. | taliban
as: Is printed in the label: as what. | terrorist organization
""",
    "Question": """
id: The name by which judgements refer to it. | moscow-recognition
text: Is printed above the record of the judgements that answer it. | Will Moscow recognise the Taliban government?
yes_if: Is printed below it: what would count as yes. | Moscow says that it does.
about: What it is about; the state of an indicator rests on facts about it. | [RUS, taliban]
outcomes: The answers that came, by the end they answer; each scores the judgements to that end. | [{until: 2021-12-31, outcome: no, date: 2022-05-06, facts: [lavrov-recognition-2022-04]}]
internal: Is printed nowhere; a remark for colleagues. | Asked by the embassy.
marking: Below it, neither the question nor its judgements are shown. | TLP:AMBER
""",
    "Outcome": """
until: The end that it answers: the `until` of the judgements that it scores. | 2021-12-31
outcome: Is printed beside the judgements: yes, no, or unclear, which scores none. | no
date: The day the desk recorded it; earlier pages do not know it. | 2022-05-06
facts: Are cited beside it: what shows it. | [lavrov-recognition-2022-04]
note: Is printed behind it. | Recognition was still a condition in April.
marking: Below it, the outcome is not known. | TLP:AMBER
""",
    "Assessment": """
id: The name by which later judgements and signposts refer to it. | recognition-2021-09
question: The question that it answers; a later judgement of it to the same end moves this one. | moscow-recognition
until: The day by which it is judged, printed below it; then it falls due and its outcome is recorded. | 2021-12-31
text: Is printed as the judgement, its term of likelihood within it. | Recognition is unlikely.
likelihood: Is printed below it; issues tell which way it moved. | unlikely
confidence: Is printed below it, apart from the likelihood. | moderate
confidence_reason: Is printed behind the confidence. | One source only
basis: Is cited below it. | [lavrov-no-hurry-2021]
alternatives: Are printed below it. | [Recognition comes step by step.]
about: The judgement stands on these pages. | [AFG, RUS]
tags: Bring it into the topics that ask for them. | [taliban-moscow]
author: Is printed nowhere; whom to ask. | Regional Security Desk
date: Is printed below it; it stands from that day. | 2021-09-17
supersedes: The judgement that it takes the place of: it moves one of the same question and end, and replaces any other. | recognition-2021-07
because: Is printed below it: why the desk changed its mind. | The minister named a condition.
marking: Below it, the judgement is left out. | TLP:AMBER
marking_reason: Lets it be less marked than its basis, which lower editions then leave out; is printed nowhere. | The text names neither number nor place.
""",
    "Signpost": """
id: The name of the signpost. | embassy-opens
text: Is printed as the thing to watch for. | An embassy opens.
for: The judgement that it would move; seen, it asks for a new one. | recognition-2021-09
about: The signpost stands on these pages. | [AFG]
tags: Bring it into the topics that ask for them. | [taliban-moscow]
due: Is printed behind it: by when it would be seen. | 2021-12
recorded: It is shown from that day. | 2021-09-17
observations: The latest of the day is printed before it: observed, not observed, no reporting. | [{date: 2021-09-17, state: not}]
marking: Below it, the signpost is left out. | TLP:AMBER
""",
    "Observation": """
date: Is printed behind the signpost. | 2021-09-17
state: Is printed before it: `tripped` as "seen". | tripped
facts: Are cited behind it. | [embassy-handover-2022]
note: Is printed behind the day. | Two outlets report it.
marking: Below it, the observation before this one is printed. | TLP:AMBER
""",
    "Topic": """
id: Names the file of the topic. | refugees
title: Heads the topic. | Afghan refugees
question: Stands below the title. | Who takes them in?
countries: Whom it is about; index and search find it by them. | [AFG, TJK]
scope: Chooses the facts of the topic. | {tags: [refugees]}
bottom_line: Opens the topic. | [No state of the region hosts them.]
narrative: Is the text of the topic. | [{heading: Pledges, text: "…"}]
key_figures: These numbers open the topic. | [tjk-offer-2021]
leading_figure: Goes first among the key figures, however weak it is. | tjk-offer-2021
recorded: Earlier pages leave the text out. | 2022-05-06
marking: Below it, there is no such topic. | TLP:AMBER
""",
    "Scope": """
kinds: Facts of these kinds only, about the entities named. | [forces]
about: Facts about any of these. | [TJK]
tags: Facts with any of these tags. | [refugees]
matters: Statements with a position on any of these. | [host-refugees]
facts: These facts, whatever they are about. | [tjk-offer-2021]
""",
    "Section": """
heading: Heads the passage. | Pledges
text: Is the passage. | Tajikistan offered places.
marking: Below it, the passage is left out. | TLP:AMBER
""",
    "Issue": """
id: The week whose issue it is. | 2021-W37
bottom_line: Opens the issue. | [The border is quiet.]
trends: Are printed with their arrows and reasons. | [{country: TJK, trend: stable, reason: No clash.}]
key_figures: These numbers stand in the issue instead of those it finds by itself. | [tjk-offer-2021]
leading_figure: Goes first among the key figures, however weak it is. | tjk-offer-2021
open_questions: Stand below "What we do not know", three to five; without them the page lists its gaps. | [Were the exercises held?]
notes: Stand at the end of the issue. | Sources are in English.
marking: Below it, the issue has no text of people. | TLP:AMBER
""",
    "CountryTrend": """
country: Whose trend it is. | TJK
trend: Is printed with an arrow. | worsening
reason: Stands beside it. | Fighting came nearer.
marking: Below it, the country has no trend in the issue. | TLP:AMBER
""",
}


@cache
def _table(name: str) -> dict[str, KeyMeaning]:
    """The meanings of the keys that a class has itself."""
    table = {}
    for line in _TEXTS.get(name, "").strip().splitlines():
        key, _, rest = line.partition(": ")
        sentence, _, example = rest.rpartition(" | ")
        table[key] = KeyMeaning(sentence, example)
    return table


def meaning(model: type[Record], key: str) -> KeyMeaning:
    """Return the meaning of a key of a model, its own or inherited; raises KeyError without one."""
    for owner in model.__mro__:
        if key in (table := _table(owner.__name__)):
            return table[key]
    raise KeyError(f"{model.__name__}.{key} has no row in briefings/records/key_meanings.py")
