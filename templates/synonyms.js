/* Words that the search takes for the same, a line each. A desk adds its own: `briefings templates copy synonyms.js`.
   Names and aliases of countries, organizations and people are known from their records and need no line here. */
"use strict";
self.BRIEFINGS_SYNONYMS = [
  ["IED", "improvised explosive device", "roadside bomb"],
  ["refugees", "migrants"],
  ["exercises", "drills", "manoeuvres", "maneuvers"],
  ["asylum seekers", "asylum-seekers", "people seeking asylum"],
];
