"""Briefings that a security desk trusts: curated facts to country one-pagers, topic briefings and a weekly brief.

The modules, each importing only from those before it:

    codes        what each problem is called, how grave it is, what it means
    digests      the one digest function
    seals        what one build writes down for the next
    problems     where a problem is, what it is, how it is shown
    recorded     the files of published issues
    characters   characters that no fact file needs
    yamltree     YAML text to a tree of text scalars that know where they stand
    values       quantities, partial dates, grades and markings, as their sources state them
    yardsticks   terms of likelihood and what they stand for
    fields       how text with a place becomes a value with one
    records      the kinds of facts and their claims
    entities     what facts rest on and speak of: sources, entities, measures, matters
    judgements   what analysts write: assessments, signposts, topics, issues
    filenames    what files are called
    settings     the desk's settings
    weeks        the desk's week: cut-offs, issue ids
    companion    a second process that does a part of the work
    mistakes     what is wrong with a record, told at its place
    reading      trees to records, every mistake at its place
    schema       what editors are told of fact files
    stubs        a new record's keys, and where in a file it goes
    numbers      bare numbers in a narrative
    prose        narratives: facts quoted in text, to clean HTML
    published    the record of published issues
    release      what readers of an edition may know of
    units        conversion for display and comparison
    index        what each record can be found by
    stock        where a fact base finds its records
    claims       what one source says, and a fact as a viewpoint shows it
    evidence     which claim is printed and why, and whether claims agree
    factbase     one immutable, linked FactBase and its views
    disputes     claims and rival facts that cannot all be right
    derivations  sums, differences and shares of facts
    review       how old a fact is, since when unchanged, when due; what is overdue; what was seen last
    holdings     all records together, for the rules
    consistency  facts against facts
    tradecraft   what analysts write against the facts
    ties         what ties records together, so that one may be wrong because of another
    checks       rules across records
    states       what each thing in a view says, for comparing
    wording      values in words
    differences  how far one amount is from another
    changes      two views to classed changes
    corrections  what published issues printed that no longer holds
    breakage     which documents a broken file may touch
    loading      fact files to one checked fact base
    documents    which documents there are, and from which viewpoint
    readiness    what stands in the way of an issue
    describing   what a fact is called in a list
    due          what to look at next, most pressing first
    impact       what hangs on a record
    disclosing   records as plain data, without what a view hides
    exports      facts as CSV and JSON, sources as CSL-JSON
    atlas        country shapes, projected and cut to a frame
    marks        the marks, scales and words that charts are drawn with
    lettering    room for names on a map
    cartography  what every map is made of
    visuals      locator maps
    regions      maps of who moves where, and of who is of which body
    charts       amounts, timelines, sparklines and grids as SVG
    drawing      facts to charts
    mapping      facts to maps
    printing     numbers, dates and names on a page, with their citations
    presenting   facts as templates see them
    rivals       disputes as templates see them
    queries      what a template may ask
    telling      changes as a page tells them
    restating    corrections as a page states them
    weekly       what a weekly brief is given besides the facts
    enclosed     the data that a page carries within it
    ledger       what a page prints, as data
    search       what the index page searches
    guarding     the Jinja environment, in which no bare number can be printed
    render       a document's templates and its view to HTML
    proofreading  templates before they are used
    reporting    problems for machines
    comparing    two views side by side, as page, text and data
    appearances  where documents show a fact or a source
    inputs       everything that goes into a build, as digests
    sheets       what a PDF is made of, and what it is
    typesetting  WeasyPrint, imported quickly
    columns      columns of entries, each laid out once
    pdf          HTML and assets to PDF bytes
    overrides    shipped templates that a desk has copied to change them
    workspace    every touch of the disk
    shelf        the folder that builds write to
    starting     a new desk from the shipped example
    lastbuild    the record of the last build
    precompiled  shipped templates, compiled once
    findings     what the last check found, kept while nothing changed
    cards        what the catalogue keeps of one record
    catalogue    where records stand, what finds them and what they said, kept between commands
    resuming     a desk taken up where the last command left it
    revisions    fact files as a git revision has them
    freshness    what a document was made from, and whether it would come out the same
    receipts     what a build made anew, and why
    scanning     a last look at what an edition wrote
    plans        what is to become of each document of an order
    workers      the processes that PDFs are made in, here or on a cluster
    standby      a process that is ready when the one page is
    mail         one page as one file for mail
    publishing   an issue to be published, and one made again
    build        the sequence of steps; yields events, prints nothing
    preview      the pages of a desk that is edited
    serving      the preview over HTTP
    cli          commands, printing, exit codes
"""
