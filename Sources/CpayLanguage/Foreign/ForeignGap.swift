import CpaySyntax

/// What other languages have and this one has not, and what comes nearest.
package struct ForeignGap: Hashable, Sendable {
  /// What there is not, as one sentence without its full stop.
  let message: String
  /// What there is.
  let advice: String

  private init(_ message: String, _ advice: String) {
    (self.message, self.advice) = (message, advice)
  }

  /// Both as one, where something else has been said already.
  var answer: String { "\(message); \(advice)" }

  /// What nothing here is like among the words: the first that is met, and where it stands; nil for
  /// the place of words that do not stand in the program.
  static func met(
    in words: [ForeignWord], isQuery: Bool = false
  ) -> (gap: ForeignGap, range: Range<Int>?)? {
    if let gap = sources(words) { return (gap, words[1].range) }
    if let (gap, place) = declarations(words) { return (gap, words[place].range) }
    for place in words.indices {
      let word = words[place].lower
      var found: (gap: ForeignGap, length: Int)?
      for (texts, gap) in phrases
      where texts.first == word
        && texts.indices.allSatisfy({ offset in
          place + offset < words.count && isSame(words[place + offset].lower, texts[offset], texts)
            && (offset > 0 || isLoop(words, at: place) || !["for", "while"].contains(texts[0]))
            && (offset == 0 || texts[0] != "-" || words[place + offset].isGlued)
        })
      { found = (gap, texts.count) }
      if found == nil, place == 0 || ["|", "$("].contains(words[place - 1].text) {
        let (verb, length) = verb(Array(words[place...]))
        let next = place + length < words.count ? words[place + length] : nil
        let isCall = next == "(" && next?.isGlued == true
        found =
          isCall || place == 0 && isChoice(words) ? nil : commands[verb].map { ($0, length) }
      }
      // A query of any other form joins tables.
      if found == nil, isQuery, word == "join" { found = (joins, 1) }
      if found == nil, place + 1 < words.count, words[place + 1] == "(", words[place + 1].isGlued {
        // The name of a method is its last part.
        let name = word.split(separator: ".").last.map(String.init) ?? word
        found = functions[name].map { ($0, 1) }
      }
      guard let found else { continue }
      guard let start = words[place].range?.lowerBound,
        let end = words[place + found.length - 1].range?.upperBound
      else { return (found.gap, nil) }
      return (found.gap, start..<end)
    }
    return nil
  }

  /// Whether a word is that of a phrase; a letter behind a dash may have a number: `-k2`.
  private static func isSame(_ word: String, _ text: String, _ phrase: [String]) -> Bool {
    word == text
      || phrase.contains("-") && text.utf8.count == 1 && word.hasPrefix(text)
        && word.dropFirst().allSatisfy(\.isNumber)
  }

  /// A file that rows are led into or out of by a sign, and rows of two sources as one, at the start.
  private static func sources(_ words: [ForeignWord]) -> ForeignGap? {
    guard words.count > 1 else { return nil }
    if words[0].lower == "urgent", ForeignNames.resource(words[1].text) != nil { return soon }
    guard ForeignNames.resource(words[0].text) != nil else { return nil }
    if ["page", "pages"].contains(words[1].lower) { return pages }
    if words[1].lower == "help" { return help }
    guard words.count > 2 else { return nil }
    if [",", "+", "and", "&"].contains(words[1].text), ForeignNames.resource(words[2].text) != nil {
      return unions
    }
    guard let sign = words.firstIndex(where: { [">", "<"].contains($0.text) }),
      sign + 4 == words.count, words[sign + 1].isName, words[sign + 2] == ".",
      words[sign + 2].isGlued, words[sign + 3].isGlued, words[sign + 3].isName,
      !words[..<sign].contains(where: { ForeignStatement.conditionWords.contains($0.lower) })
    else { return nil }
    return words[sign] == "<" ? feeding : ending
  }

  /// A parameter without its type, and rows to join without the column that both have: the place of
  /// the word that it is about.
  private static func declarations(_ words: [ForeignWord]) -> (ForeignGap, Int)? {
    guard let first = words.first?.text, words.count > 1 else { return nil }
    if first == "param", !words.contains(where: { $0 == ":" }) || words[1].kind == .variable {
      return (parameters, 1)
    }
    if ForeignStatement.definers.contains(first), words.count > 3, words[2] == "(",
      case let inside = [ForeignWord](words[2..<words.end(ofBracketAt: 2)]).unbracketed,
      inside.first?.isName == true || inside.first?.kind == .variable,
      !inside.contains(where: { $0 == ":" })
    {
      return (parameters, 3)
    }
    if let range = words.indices.first(where: { place in
      words[place].isDigits && place > 0 && place + 2 < words.count
        && ["|", "take", "limit", "rows", "from", "head", "skip"].contains(words[place - 1].lower)
        && [".", "-", "to"].contains(words[place + 1].lower)
    }) {
      return (numbers, range)
    }
    if let join = words.firstIndex(where: { $0 == "join" }), join == 0 || words[join - 1] == "|",
      join + 1 < words.count, words[join + 1] != "$(", words[join + 1].kind != .variable,
      !words.contains(where: { ["on", "using"].contains($0.lower) })
    {
      return (joins, join)
    }
    return nil
  }

  /// Whether a loop begins there, and no other part of a sentence.
  private static func isLoop(_ words: [ForeignWord], at place: Int) -> Bool {
    place == 0 || words[place - 1] == "|" || words[place - 1] == ";"
      || words[place...].dropFirst(2).first?.lower == "in"
      || ["(", "each"].contains(words[place...].dropFirst().first?.lower ?? "")
  }

  /// Whether it is a value of cpay's own that a condition chooses, and not a command.
  private static func isChoice(_ words: [ForeignWord]) -> Bool {
    ["if", "then", "else"].allSatisfy { name in words.contains { $0.text == name } }
      && !words.contains { CommandCatalog.standard.command($0.text) != nil }
  }

  /// The name of a command, with the parts that a dash joins, and how many words it takes.
  private static func verb(_ words: [ForeignWord]) -> (String, Int) {
    let whole = words.prefix(3).map(\.lower).joined()
    let isJoined = words.count > 2 && words[1] == "-" && words[1].isGlued && words[2].isGlued
    return isJoined ? (whole, 3) : (words[0].lower, 1)
  }

  // MARK: What there is not

  static let apostrophe = ForeignGap(
    "a `'` begins a text", "one that has it inside stands in double quotes: `\"O'Neil\"`")
  static let contraction = ForeignGap(
    "a `'` begins a text",
    "`status != won` says what is not, `amount < 10eur or amount > 20eur` what lies outside")
  static let numberSign = ForeignGap(
    "`#` begins a comment, with all that stands behind it",
    "an id has no sign before it: `dispute dp_a1`")
  private static let percent = ForeignGap(
    "there are neither percentages nor remainders",
    "a part of an amount is its product: `set fee=(amount * 0.02)`")
  private static let nearly = ForeignGap(
    "nothing is nearly equal",
    "both ends are written: `amount >= 90eur and amount <= 110eur`")
  private static let cents = ForeignGap(
    "a plain number counts minor units, and an amount is in whole ones",
    "`amount > 10.50eur`, or `amount.minor > 1050`")
  private static let numbered = ForeignGap(
    "columns have names and no numbers", "`sort amount desc`, `select id, amount`")
  private static let searching = ForeignGap(
    "a text is looked for in one field",
    "`where reason matches \"*fraud*\"`, `where metadata.team contains \"ber\"`")
  private static let feeding = ForeignGap(
    "no program is fed by `<`",
    "ids in a file are `disputes ids=@ids.txt`, its rows `read @leases.csv`")
  private static let ending = ForeignGap(
    "a file to save says its format by its ending", "`save @out.csv`, or .json, .ndjson, .tsv, .md")
  private static let soon = ForeignGap(
    "nobody knows how soon", "`disputes | where evidence_due_by < now + 48h` says it in hours")
  private static let running = ForeignGap(
    "nothing is run after another by `&&`",
    "one program after the other has a `;` between them, the next stage a `|` before it")
  private static let windows = ForeignGap(
    "there are no window functions: no row knows of another",
    "groups are summed up by `summarize by=status n=count()`; `sort created | uniq by=status` keeps "
      + "the first row of each")
  private static let statistics = ForeignGap(
    "the aggregates are count, sum, min, max and avg",
    "`sort amount` with `take` shows either end; `chart id amount kind=hist` how often values occur"
  )
  private static let partial = ForeignGap(
    "an aggregate takes all rows of its group",
    "those that count are kept first: `disputes | where status == won | count`")
  private static let different = ForeignGap(
    "no aggregate counts what differs",
    "count the rows that are left of it: `disputes | select status | uniq | count`")
  private static let lists = ForeignGap(
    "a group has no lists", "`sort status` puts the rows of a group beside one another")
  private static let dates = ForeignGap(
    "of a time there is its day, and no other part",
    "`set day=date(created) | summarize by=day n=count()` counts by day; a month is "
      + "`created >= 2024-02-01 and created < 2024-03-01`")
  private static let spans = ForeignGap(
    "times are subtracted with `-`, and spans added with `+`",
    "`now - created` is a span, `days(now - created)` its days, `now + 2d` a time")
  private static let texts = ForeignGap(
    "texts are not cut up or replaced",
    "`matches \"dp_*\"` looks into a text; `\"{id} {status}\"` makes one of several values")
  private static let chance = ForeignGap(
    "nothing is left to chance", "`take 5` takes the first rows")
  private static let loops = ForeignGap(
    "there are no loops: a stage works on every row",
    "`where` keeps rows, `set` computes a column; a write takes all of its disputes into one plan")
  private static let branches = ForeignGap(
    "there are no branches: a stage works on the rows before it",
    "`where status == won` says which rows; a value is chosen by `if … then … else …`")
  private static let shell = ForeignGap(
    "this is no shell, and starts no programs",
    "`where`, `select`, `set` and `summarize` work on rows; `save @f.csv` hands them on")
  private static let unions = ForeignGap(
    "rows of two sources are not put together",
    "several values are one list: `disputes | where status in [won, lost]`")
  private static let joins = ForeignGap(
    "a join adds to the rows before it, by one column that both have",
    "`expand charge` adds the charge of each; `join $(read @leases.csv) on=charge kind=left` other "
      + "rows")
  private static let queries = ForeignGap(
    "a condition holds no query",
    "its rows have a name, and are joined: `let big = charges | where amount > 1000eur | select "
      + "charge=id; disputes | join $big on=charge`")
  private static let missingFirst = ForeignGap(
    "what is missing comes last, in either order",
    "`where evidence_due_by == null` finds it by itself")
  private static let columns = ForeignGap(
    "columns are not taken away", "`select` names those that stay: `select id, amount`")
  private static let renaming = ForeignGap(
    "a column has its name from where it is made", "`select dispute=id, amount` gives it another")
  private static let shapes = ForeignGap(
    "rows are not turned into columns, nor columns into rows",
    "groups of two keys are `summarize by=[status, reason] n=count()`")
  private static let changes = ForeignGap(
    "rows are not written to",
    "`set name=…` adds a column to what is shown; evidence goes with `draft` or `submit`")
  private static let keys = ForeignGap(
    "a row has the fields of its type, and no others",
    "`disputes | describe` lists them; a key of your own is `metadata.team`, or `metadata[\"odd name\"]`"
  )
  private static let charts = ForeignGap(
    "a chart draws a value for each label",
    "`summarize by=status n=count() | chart status n`; `kind=line` and `kind=hist` are others")
  private static let consent = ForeignGap(
    "nobody agrees to a write in the program itself",
    "its number is typed at the terminal, or `cpay` is started with `--apply --max N`")
  private static let dryRun = ForeignGap(
    "no write needs a dry run: it makes a plan, and shows it",
    "nothing is sent before someone has agreed to the plan; `explain` shows the requests of reading"
  )
  private static let help = ForeignGap(
    "help is no option of a stage", "`help disputes`, or `disputes?`, tells of a word")
  private static let cells = ForeignGap(
    "there are no cells or formulas: fields have names",
    "`disputes | where status == won | summarize by=currency total=sum(amount)`; rows of a file are "
      + "looked up by `join $(read @leases.csv) on=charge`")
  private static let numbers = ForeignGap(
    "rows have no numbers", "`skip 5 | take 1` is the sixth row")
  private static let filling = ForeignGap(
    "a missing value is replaced where it is read",
    "`set team=(metadata.team ?? \"none\")`; `where payment_intent != null` leaves out rows without one"
  )
  private static let pages = ForeignGap(
    "a list has no pages: all of it is read",
    "`disputes | skip 20 | take 20` is the second of twenty rows each")
  private static let parameters = ForeignGap(
    "a parameter has its type behind it",
    "`def over(x: money) = where amount > x`, `param team: string`, `param least: money = 10eur`")
  private static let watching = ForeignGap(
    "nothing is watched", "`events` lists what has happened, the newest first")
  private static let formats = ForeignGap(
    "rows are shown as table, json, ndjson, yaml, csv, tsv or md",
    "`as csv` shows them so; `save @f.csv` writes what a spreadsheet opens")
  private static let timing = ForeignGap(
    "no program is the argument of another", "`:time` in a session tells how long a program took")
  private static let environment = ForeignGap(
    "a program has no environment",
    "`let due = …` names rows; `param team: string` is given as `--team=berlin` when it is run")
  private static let conversions = ForeignGap(
    "a value is converted by a function", "`int(x)`, `decimal(x)`, `string(x)`, `date(x)`")
  private static let anyRow = ForeignGap(
    "no function looks at all rows in a condition",
    "how many fit is counted: `disputes | where status == won | count`")
  private static let bodies = ForeignGap(
    "functions have no bodies",
    "stages are named with `def`: `def due() = where evidence_due_by < now + 2d`")

  /// Functions by their names.
  static let functions = table([
    (
      windows,
      "row_number rank dense_rank ntile lag lead first_value last_value cumsum running_sum "
        + "rolling shift percent_rank"
    ),
    (
      statistics,
      "median percentile percentile_cont percentile_disc quantile stddev std var variance "
        + "mode correl"
    ),
    (partial, "countif sumif averageif countifs sumifs averageifs sum_if count_if avgif"),
    (different, "dcount dc approx_count_distinct count_distinct nunique"),
    (
      lists,
      "string_agg group_concat array_agg collect_list make_list make_set listagg arg_max arg_min"
    ),
    (
      dates,
      "date_trunc bin bucket extract year month day hour weekday dayofweek date_part strftime "
        + "to_char datepart startofday startofmonth"
    ),
    (spans, "datediff date_diff dateadd date_add date_sub timestampdiff datetime_diff addmonths"),
    (
      texts,
      "replace regexp_replace gsub sub substr substring slice split split_part regexp_extract "
        + "lpad format printf sprintf strcat"
    ),
    (chance, "random rand uuid newid gen_random_uuid sample"),
    (filling, "fillna dropna nullif nvl2"),
    (joins, "merge"), (formats, "to_excel to_html to_xml"),
    (cells, "vlookup xlookup hlookup index match indirect"),
    (numbers, "nth"), (loops, "foreach reduce fold apply each applymap iterrows itertuples"),
    (anyRow, "any all some every exists"),
    (keys, "has keys to_entries with_entries from_entries paths walk getpath"),
    (columns, "del omit drop"), (renaming, "rename"),
    (shapes, "pivot pivot_table melt transpose explode"),
    (charts, "plot"), (unions, "concat union"), (conversions, "cast convert try_cast"),
    (shell, "system exec eval shell"), (numbers, "range seq enumerate"),
  ])

  /// Commands by their names, a dash joining parts of one.
  static let commands = table([
    (loops, "foreach-object each for while until do done loop par-each xargs parallel reduce"),
    (branches, "if unless switch when else case"),
    (
      shell,
      "sed tr column paste perl python ruby node vim nano pbcopy mail curl wget diff comm "
        + "echo printf bash sh nohup ls cd cat split"
    ),
    (numbered, "cut awk"), (searching, "grep egrep rg find search ag select-string"),
    (anyRow, "any is-empty isempty"),
    (unions, "union append concat except intersect zip combine"),
    (shapes, "pivot crosstab unpivot melt transpose flatten explode unnest mv-expand chunks"),
    (renaming, "rename"), (columns, "project-away drop_columns hide omit drop exclude without"),
    (changes, "insert update upsert replace delete"), (chance, "sample shuf shuffle random"),
    (formats, "xml html excel xlsx pdf download clip email"),
    (keys, "to_entries with_entries from_entries keys values has"),
    (charts, "timechart render plot bar pie hist scatter"), (texts, "rex extract parse"),
    (watching, "watch follow"), (numbers, "enumerate nl range rownum slice nth row second third"),
    (pages, "page paginate"), (ending, "out-file"), (help, "help"),
    (consent, "yes ok confirm agree"), (dryRun, "plan preview"), (cells, "= vlookup xlookup"),
    (timing, "time timeit"), (environment, "export setenv"), (filling, "fillna dropna"),
    (statistics, "rare median"),
  ])

  /// What is met anywhere, as words with blanks between.
  private static let phrases: [([String], ForeignGap)] = [
    ("over (", windows), ("union", unions), ("intersect", unions), ("except select", unions),
    ("minus select", unions), ("right join", joins), ("right outer", joins), ("full join", joins),
    ("full outer", joins), ("cross join", joins), ("natural join", joins), ("outer join", joins),
    ("left join", joins), ("inner join", joins), ("( select", queries), ("not exists", queries),
    ("exists (", queries), ("nulls first", missingFirst), ("- - dry - run", dryRun),
    ("- whatif", dryRun), ("- - yes", consent), ("- y", consent), ("- - force", consent),
    ("- - auto - approve", consent), ("- auto - approve", consent), ("- - confirm", consent),
    ("- - approve", consent), ("apply yes", consent), ("apply now", consent), ("- - help", help),
    ("- h", help), (": :", conversions),
    ("close - f", consent), ("submit - f", consent),
    ("%", percent), ("percent", percent), ("around", nearly), ("about", nearly),
    ("approximately", nearly),
    ("roughly", nearly), ("nearly", nearly), ("~", nearly), ("cents", cents), ("cent", cents),
    ("sort - k", numbered), ("sort - n", numbered), ("sort - u", numbered), ("sort - r", numbered),
    ("uniq - c", numbered), ("& &", running), ("due soon", soon), ("is soon", soon),

    ("* except", columns), ("* exclude", columns), ("- w", watching), ("- - watch", watching),
    (". each", loops), (". foreach", loops), ("&&", running),
    ("lambda", bodies), ("for each", loops), ("for", loops), ("while", loops),
    ("$ {", environment), ("fields -", columns), ("tail - f", watching), ("partition by", windows),
    ("count ( distinct", different),
  ].map { ($0.0.split(separator: " ").map(String.init), $0.1) }

  private static func table(_ rows: [(ForeignGap, String)]) -> [String: ForeignGap] {
    var table: [String: ForeignGap] = [:]
    for (gap, names) in rows {
      for name in names.split(separator: " ") { table[String(name)] = gap }
    }
    return table
  }
}
