package import CpayModel
package import CpaySyntax
package import CpayValue

/// What can be wrong with a program whose text is whole.
///
/// A new mistake is a case here with its words below, and a code with its guide where none of
/// those there are fits.
package enum LanguageProblem: Finding, Error {
  // MARK: Literals and types

  case numberTooLarge
  case noMinorUnit(Currency, minorDigits: Int)
  case unknownUnit(String, number: String)
  case fractionOfUnit
  case noSuchTime(String)
  case badDecimal
  case unknownEdition(String)
  case editionNotFirst
  case unknownType(String)
  case typeNeedsArgument(String)
  case notAType(String)
  case notAResource(String)

  // MARK: Names

  /// A command, with those that fit the place, all others and the definitions there are.
  case unknownCommand(
    String, isVariable: Bool, fitting: [String], others: [String], below: Int? = nil)
  case unknownArgument(String, of: String, among: [String])
  case repeatedArgument(String)
  /// A command and what it needs.
  case missingOperand(String, String)
  /// A command, what it takes, what was too much, and the last word before that.
  case extraOperand(String, takes: String, String, after: String)
  /// A name that is no field, and words that may be meant where a value stands.
  case unknownField(String, of: RowType, orWords: [String] = [])
  case unknownMember(String, of: EnumType)
  case memberOfOther(String, other: EnumType, wanted: EnumType)
  /// What is wrong with a text that a variable or a list holds; no edit of its use mends it.
  indirect case held(LanguageProblem)
  case unknownKey(String, of: RecordType)
  /// A key in a JSON file.
  case unknownFileKey(String, of: RecordType)
  case unquotedText(String, of: RowType?)
  case unknownName(String, isCommand: Bool, orWords: [String] = [])
  /// A variable, with those there are, and the line further down that makes it.
  case unknownVariable(String, among: [String], below: Int? = nil)
  case ambiguousName(String, of: EnumType)
  case variableTaken(String)
  case reservedParameter(String)
  case unknownFunction(String)
  case wrongArity(String, String)
  case noPart(String, of: ValueType)
  /// A field of an object whose id stands there, where that is, what is to be expanded for it, and the
  /// stage that wants it.
  case idHasNoFields(String, of: String, expanding: String, stage: String?)
  case objectHasNoKeys
  case fieldNameWanted
  case columnNameWanted
  case otherNotHere
  case memberIsKnown(String, of: EnumType)
  case nothingToTell
  /// A way of writing that belongs elsewhere, and how it is written here.
  case foreignForm(ForeignForm, written: String)
  /// What other languages have and this one has not.
  case foreignGap(ForeignGap)
  /// A word that other tools answer to, and what there is here.
  case habit(String, String)
  /// What may mean one thing or another, so that the person is asked.
  case doubt(ForeignDoubt)

  // MARK: Definitions

  case definitionIsCommand(String)
  case definitionUsesItself(String)
  case usesItself(String)
  case definitionBegins(String)
  case definitionFollows(String)
  case definitionTakesNames(String, [String])
  case unknownFormal(String, of: String, among: [String])
  case missingFormal(String, of: String)
  case notInUsedFile(String)
  case tooManyStages(Int)
  case tooLong(Int)
  case tooManyColumns(Int)
  case tooManyFiles(Int)
  case tooManyDefinitions(Int)
  case tooManyTests(Int)

  // MARK: Arguments

  case conditionOnSource(String)
  case argumentToWhere(String)
  case notAFilter(String, of: Resource, value: String)
  case notAnID(String, prefix: String, of: String)
  case wrongChoice(String, [String])
  case notACount(atLeast: Int64)
  case wordNeedsParentheses(String)
  case assignmentWanted(String, isCondition: Bool)
  case fileNeedsSign(String)
  /// A text with holes, as it is written, that can only be the name of a file.
  case textNeedsSign(String)
  /// What is saved, and what the names of its files end in.
  case unknownEnding(String, [String])
  case unknownRecordEnding(String, [String])
  /// What is given of cells, and the format that has none.
  case noCells(String, RecordFormat)
  case notConstant
  case rowsWanted(String)
  /// What does not lead to an object, and what beside it does.
  case notAReference(String, others: [String])
  case missingWithoutIDs
  case onMissingWithoutEvidence
  case filterBesideIDs(String, value: String)
  case oneValueWanted(String, ValueType, String)
  case noIDColumn(Resource, RowType)
  /// A command behind a value, with no `|` before it.
  case missingPipe(String)
  /// The same, where the command may not stand there either, behind that.
  case unfitStage(String, CommandDeclaration.Kind, PipelineType)
  /// A name that was given to what stands by itself, the command, and how it is written.
  case needlessName(String, of: String, written: String)
  /// Keys in brackets, and how they are written.
  case needlessBrackets(String, written: String)
  /// An argument with another sign, or none, behind its name.
  case argumentSign(String)
  /// `asc` or `desc` where no field of the rows is ordered.
  case orderOfNothing(String, field: String?)
  /// Two values with nothing between them.
  case missingSign(String, String)
  /// A field where a command is wanted.
  case fieldAsCommand(String)
  /// `asc` or `desc` behind a field that orders nothing.
  case misplacedOrder(String, of: String)
  /// A member that the API may have added, where the API is asked for it.
  case otherAsFilter(String, String)

  // MARK: Types

  case notACondition(ValueType)
  case mismatch(ValueType, ValueType, String)
  /// A time against a span, and the field that has it: what lies ahead is so long from now.
  case spanAsTime(String, field: String)
  case wrongType(ValueType, wanted: ValueType)
  case recordWanted(RecordType)
  case noOrder(ValueType)
  case noCalculation(String, ValueType, ValueType)
  case mayBeMissing(String)
  case holeMayBeMissing(String, ValueType)
  case pipelineAsValue(String, PipelineType)
  case rowsAsValue(PipelineType)
  case columnNeedsName
  case repeatedColumn(String)
  case notSortable(ValueType)
  case notGroupable(ValueType)
  /// A key that is the same for all rows, and the field whose name it quotes.
  case fieldlessKey(String, field: String?)
  /// Nothing but quoted texts, one of which names that field, and whether there are rows to read it
  /// of.
  case quotedField(String, hasRows: Bool)
  case notDrawable(ValueType)
  /// What stands there, and whether behind `in` or `not in`.
  case listWanted(String, sign: String)
  case cannotContain(ValueType)
  /// An aggregate, as it is written, the currency, and whether that makes groups already.
  case mixedCurrencies(AggregateFunction, String, String, isGrouped: Bool = false)
  /// What is added up or compared, as it is written, and the currencies of both sides.
  case differentCurrencies(String, Currency, Currency)
  case shadows(String, RowType)
  case joinClash(String)
  case aggregateOutside(AggregateFunction)
  case aggregateInside(AggregateFunction)
  case noAggregate(AggregateFunction, ValueType)
  case noFunction(Function, [ValueType])
  case noElements(ValueType)
  /// A whole number given to `money`, and the currency beside it.
  case wholeUnits(String, currency: String)
  /// A decimal number given to `minor`, and the currency beside it.
  case fractionalUnits(String, currency: String)
  case notWritable(ValueType)
  case patternWanted
  case badPattern(String)
  /// What is known before the program runs and has no value, and why.
  case cannotCompute(String, String)

  // MARK: Places

  case planInExpression
  case writeInExpression
  case outputInside(String)
  case notAllowedByHost(String)
  case notAllowed(String)
  case unknownAllowance(String, [String])
  case cannotFollow(String, CommandDeclaration.Kind, PipelineType)
  /// A command that does not begin a pipeline, and what stands behind it.
  case noSourceFirst(String, isWrite: Bool, operand: String?)
  /// A write with the ids of what it is about behind it, and how that is written.
  case writeOnIDs(String, written: String)
  case writeWithoutSubject(String, RowType)
  /// A command, and what the program calls the rows; nil where it has no name for them.
  case writeOnFile(String, String?, keepsIDs: Bool)
  case explainsNothing

  // MARK: Files

  case unreadableFile(String, String)
  case unwritableFile(String, String)
  case unfitDocument(String, String)
  case unfitName(String)
  case malformedFile(String)
  case wrongFileValue(String, found: String)
  /// Keys that should be ids, and the file they stand in, where they are straight from one.
  case keysAreNoIDs(KeyMistakes, file: String?)
  case repeatedKey(KeyLook.Repeated, file: String)
  /// A file of rows that is to hold ids, its columns, and what the ids are of.
  case fileWithoutIDs(String, columns: [String], Resource)
  case noEvidence
  case fileNotHere

  // MARK: Warnings

  case unknownColumns(String)
  case pageOfList(String)
  case neverTrue(String, String)
  /// A pattern that no member has, or nil, one with the signs of another kind.
  case patternOfNone(String, of: EnumType?)
  /// A comparison of a time with a day, and the time.
  case midnightOnly(String, time: String)
  /// What is read as a number, and those of its texts that have a decimal comma.
  case decimalCommas(String, CommaNumbers)
  /// A text that a function makes nothing of.
  case readsNothing(Function, String)
  /// A number that is no time in seconds.
  case noUnixTime(Int64)

  /// The words of each.
  package var wording: Wording {
    switch self {
    // MARK: Literals and types
    case .numberTooLarge: Wording(.numberTooLarge, "this number does not fit 64 bits")
    case .noMinorUnit(let currency, minorDigits: 0):
      Wording(.tooManyDigits, "\(currency.code) has no minor unit")
    case .noMinorUnit(let currency, let minorDigits):
      Wording(.tooManyDigits, "\(currency.code) has \(minorDigits) digits after the point")
    case .unknownUnit(let unit, let number): LanguageProblem.unit(unit, number)
    case .fractionOfUnit:
      Wording(
        .fractionOfUnit, "a duration is a whole number of its unit",
        advice: "use a smaller unit: `90m` for an hour and a half")
    case .noSuchTime(let text):
      Wording(
        .noSuchTime, "`\(text)` is not a date or time",
        advice: "write `2024-02-07` or `2024-02-07T09:00Z`")
    case .badDecimal:
      Wording(
        .decimalTooLarge,
        "this number has more than 18 digits after the point, or is too large")
    case .unknownEdition(let text):
      Wording(
        .edition, "there is no edition \(text) of cpay", advice: "this is edition 1",
        replacement: "1")
    case .editionNotFirst: Wording(.edition, "the edition comes before everything else")
    case .unknownType(let name):
      Wording(
        .noSuchType, "no type `\(name)`", meant: name,
        among: ValueType.named.keys.sorted() + ["id", "list"]
      ) { "the types are \($0)" }
    case .typeNeedsArgument(let name):
      Wording(
        .noSuchType, "`\(name)` needs to say of what",
        advice: name == "id" ? "write `id<charge>`" : "write `list<string>`")
    case .notAType(let text):
      Wording(
        .noSuchType, "`\(text)` does not fit here",
        advice: "only `list<…>` and `id<…>` hold another type, which is always there")
    case .notAResource(let text):
      Wording(
        .noSuchType, "no resource `\(text)`", meant: text, among: Resource.served.map(\.name)
      ) { "ids are of \($0)" }

    // MARK: Names
    case .unknownCommand(let name, _, _, _, let line?):
      Wording(
        .noSuchCommand, "no command `\(name)` yet",
        advice: "it is defined below, on line \(line); put that first")
    case .unknownCommand(let name, let isVariable, let fitting, let others, nil):
      LanguageProblem.command(name, isVariable: isVariable, fitting, others)
    case .unknownArgument(let name, let command, let names):
      Wording(
        .noSuchArgument, "`\(command)` has no argument `\(name)`", meant: name, among: names
      ) { _ in
        names.isEmpty
          ? "it takes none" : "it takes \(names.map { "\($0)=" }.joined(separator: ", "))"
      }
    case .repeatedArgument(let name): Wording(.wrongCount, "`\(name)` is given twice")
    case .missingOperand(let command, let what):
      Wording(.wrongCount, "`\(command)` needs \(what)")
    case .extraOperand(let command, let takes, let text, let before):
      Wording(
        .wrongCount, "`\(command)` \(takes)",
        advice: LanguageProblem.foreignWord(text, after: before))
    case .unknownField(let name, let rows, let words):
      Wording(
        .noSuchField, "no field `\(name)` on \(rows.name)", meant: name,
        among: rows.fields.map(\.name) + words.filter { $0.first == name.first }
      ) { _ in
        rows.fields.isEmpty
          ? "in a summary, fields stand inside `sum(…)` and its like, or in `by=`"
          : "the fields are \(rows.fields.map(\.name).joined(separator: ", "))"
      }
    case .unknownMember(let name, let type): LanguageProblem.member(name, type)
    case .held(let problem):
      Wording(
        code: problem.wording.code, problem.wording.message, advice: problem.wording.advice)
    case .memberOfOther(let name, let other, let wanted):
      Wording(
        .noSuchMember, "`\(name)` is a \(other.name), not a \(wanted.name)",
        advice: LanguageProblem.members(of: wanted))
    case .unknownKey(let name, let type):
      Wording(
        .noSuchKey, "no key `\(name)` in \(type.name)", meant: name, among: type.keys.map(\.name)
      ) { "the keys are \($0)" }
    case .unknownFileKey(let name, let type):
      // The place is that of the name with its quotes, where a bare name would be no JSON.
      Wording(
        code: LanguageCode.noSuchKey, "no key `\(name)` in \(type.name)",
        advice: LanguageProblem.unknownKey(name, of: type).wording.advice)
    case .unquotedText(let text, let rows):
      Wording(
        .noSuchField, "no field `\(text)` on \(rows?.name ?? "anything here")",
        advice: "text has quotes: `\"\(text)\"`", replacement: "\"\(text)\"")
    case .unknownName(let name, let isCommand, let words):
      if let near = Suggestion.nearest(to: name, among: words.filter { $0.first == name.first }) {
        Wording(
          .meaninglessName, "no field or variable `\(name)` here",
          advice: "did you mean `\(near)`?", replacement: near)
      } else {
        Wording(
          .meaninglessName, "no field or variable `\(name)` here",
          advice: isCommand
            ? "a pipeline in an expression is `$(\(name))`"
            : LanguageProblem.isMember(name) ? "a text has quotes: `\"\(name)\"`" : nil)
      }
    case .unknownVariable("_", _, _):
      Wording(
        .noSuchVariable, "there is no last result to go on from",
        advice: "begin with a source, such as `disputes`")
    case .unknownVariable(let name, _, let line?):
      Wording(
        .noSuchVariable, "no variable `$\(name)` yet",
        advice: "it is made below, on line \(line); put that first")
    case .unknownVariable(let name, let names, nil):
      Wording(
        .noSuchVariable, "no variable `$\(name)`", meant: name, among: names,
        before: "$")
    case .ambiguousName(let name, let type):
      Wording(
        .ambiguousName, "`\(name)` is both a field and a \(type.name)",
        advice: "write \"\(name)\" for the \(type.name)")
    case .variableTaken(let name):
      Wording(
        .definedTwice, "`\(name)` is defined twice", advice: "give the second another name")
    case .reservedParameter(let name):
      Wording(
        .reservedName, "`--\(name)` is an option of cpay's own",
        advice: "give the parameter another name")
    case .unknownFunction(let name):
      if let gap = ForeignGap.functions[name.lowercased()] {
        Wording(.noSuchFunction, "no function `\(name)`", advice: gap.answer)
      } else {
        Wording(
          .noSuchFunction, "no function `\(name)`", meant: name,
          among: Function.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
        ) { "the functions are \($0)" }
      }
    case .wrongArity(let name, let usage):
      Wording(.wrongArity, "`\(name)` takes other values", advice: "write \(usage)")
    case .noPart(let name, let type):
      Wording(
        .noSuchField, "no field `\(name)` on \(type.name)",
        advice: type == .money ? "money has minor and currency" : nil)
    case .idHasNoFields(let name, let id, let path, let stage):
      Wording(
        .noSuchField, "`\(id)` is an id here, which has no field `\(name)`",
        advice: "put the object in its place before: "
          + "`expand \(path)\(LanguageProblem.goingOn(stage))`")
    case .objectHasNoKeys:
      Wording(
        .noSuchField, "an object of no fixed keys cannot be looked into",
        advice: "show it whole, or read the object itself by its id")
    case .fieldNameWanted:
      Wording(.nameWanted, "the name of a field in quotes is wanted here")
    case .columnNameWanted: Wording(.nameWanted, "the name of a column is wanted here")
    case .otherNotHere:
      Wording(
        .misplacedOther, "`other(\"…\")` stands beside a status, a reason or their like",
        advice: "compare one with it: `status == other(\"on_hold\")`")
    case .memberIsKnown(let name, let type):
      Wording(
        .misplacedOther, "`\(name)` is a \(type.name) that is known", advice: "write `\(name)`",
        replacement: name)
    case .nothingToTell:
      Wording(
        .nothingToTell, "a pipeline or the name of a definition is wanted",
        advice: "write `:type disputes | take 5`")

    case .foreignForm(let form, let written):
      Wording(.foreignForm, form.message, advice: "write `\(written)`", replacement: written)
    case .foreignGap(let gap): Wording(.foreignForm, gap.message, advice: gap.advice)
    case .habit(let word, let answer):
      Wording(.noSuchCommand, "no command `\(word)`", advice: answer)
    case .doubt(let doubt):
      Wording(LanguageProblem.code(of: doubt), doubt.message, advice: doubt.advice)

    // MARK: Definitions
    case .definitionIsCommand(let name):
      Wording(.nameOfCommand, "`\(name)` is a command", advice: "choose another name")
    case .definitionUsesItself(let name):
      Wording(.recursion, "`\(name)` uses itself", advice: "there is no recursion")
    case .usesItself(let path): Wording(.recursion, "\(path) uses itself")
    case .definitionBegins(let name):
      Wording(.wrongEnd, "`\(name)` begins a pipeline", advice: "put it first")
    case .definitionFollows(let name):
      Wording(
        .wrongEnd, "`\(name)` does not begin a pipeline",
        advice: "begin with what it works on: `disputes | \(name) …`")
    case .definitionTakesNames(let definition, let names):
      Wording(
        .wrongCount,
        "`\(definition)` takes "
          + (names.isEmpty ? "nothing" : names.map { "\($0)=" }.joined(separator: ", ")))
    case .unknownFormal(let name, let definition, let names):
      Wording(
        .noSuchArgument, "`\(definition)` has no argument `\(name)`", meant: name, among: names
      ) { $0.isEmpty ? "it takes none" : "it takes \($0)" }
    case .missingFormal(let name, let definition):
      Wording(.wrongCount, "`\(definition)` needs `\(name)=`")
    case .notInUsedFile(let what):
      Wording(
        .notInUsedFile, "a used file holds definitions and variables; this is \(what)",
        advice: "put it into the program that uses the file")
    case .tooManyStages(let maximum):
      Wording(
        code: SyntaxCode.tooDeep, "the program comes to more than \(maximum) stages",
        advice: "definitions count wherever they are used")
    case .tooLong(let maximum):
      Wording(
        code: SyntaxCode.tooDeep, "a pipeline has at most \(maximum) stages",
        advice: "go on in another one: `let name = …`, then `$name | …`")
    case .tooManyColumns(let maximum):
      Wording(
        code: SyntaxCode.tooLarge, "rows have at most \(maximum) columns",
        advice: "`select` leaves out what is not needed")
    case .tooManyFiles(let maximum):
      Wording(code: SyntaxCode.tooDeep, "the program uses more than \(maximum) files")
    case .tooManyDefinitions(let maximum):
      Wording(code: SyntaxCode.tooDeep, "there are more than \(maximum) definitions")
    case .tooManyTests(let maximum):
      Wording(
        code: SyntaxCode.tooDeep,
        "what this text needs rests on more than \(maximum) conditions before it",
        advice: "put some of them into a `where` of their own, before this one")

    // MARK: Arguments
    case .conditionOnSource(let command):
      Wording(
        .conditionOnSource, "`\(command)` takes no condition", advice: "put it after `| where`")
    case .argumentToWhere:
      Wording(
        code: SyntaxCode.assignment, "`=` gives an argument", advice: "compare with `==`")
    case .notAFilter(let name, let resource, let value):
      LanguageProblem.filter(name, of: resource, value)
    case .notAnID(let text, let prefix, let resource):
      Wording(
        .notAnID, "`\(text)` is not the id of a \(resource)",
        advice: "its ids begin with \(prefix)"
          + (resource == "file" ? "; a file to send is written with `@`" : "")
          + (LanguageProblem.oddity(text, prefix, resource).map { "; here is \($0)" } ?? ""))
    case .wrongChoice(let text, let choices):
      Wording(
        .noSuchWord, "`\(text)` is not one of \(choices.joined(separator: ", "))", meant: text,
        among: choices
      ) { _ in "write \(choices.joined(separator: " or "))" }
    case .notACount(let minimum):
      Wording(.wholeNumberWanted, "a whole number, \(minimum) or more, is wanted here")
    case .wordNeedsParentheses(let text):
      Wording(
        code: SyntaxCode.severalValues, "`\(text)` is not one name or value",
        advice: "put a longer expression in parentheses")
    case .assignmentWanted(let command, let isCondition):
      Wording(
        .assignmentWanted, "`\(command)` takes `name=value`",
        advice: isCondition
          ? "put a condition after `| where`" : "give it a name: `name=(…)`")
    case .textNeedsSign(let written):
      Wording(
        .fileNeedsSign, "a file is written with `@`", advice: "write `@\(written)`",
        replacement: "@\(written)")
    case .fileNeedsSign(let text):
      LanguageProblem.file(text)
    case .unknownEnding(let what, let endings):
      Wording(
        .noFormat, "the name of a file to save says its format",
        advice: "for \(what), end it in .\(endings.joined(separator: ", ."))")
    case .unknownRecordEnding(_, let endings):
      Wording(
        .noFormat, "the name of a file to read says its format",
        advice: "end it in .\(endings.joined(separator: ", .")), or give a `format=`")
    case .noCells(let name, let format):
      Wording(
        .noCells, "`\(name)=` goes with csv and tsv; \(format.rawValue) has no cells",
        advice: "leave it out")
    case .notConstant:
      Wording(
        .misplacedRequest, "a request may not be made here", advice: "put it into a `let` first")
    case .rowsWanted:
      Wording(
        .rowsWanted, "rows are wanted here",
        advice: "name them with `let`, or write a pipeline as `$(…)`")
    case .notAReference(let text, let others):
      Wording(
        .nothingToExpand, "`\(text)` does not name another object",
        advice: others.isEmpty
          ? "expand while there is a column with ids of other objects"
          : "\(others.joined(separator: " or ")) can be expanded")
    case .noIDColumn(let resource, let rows):
      Wording(
        .noIDColumn, "these rows have no column `id` with ids of \(resource.plural)",
        advice: rows.fields.first { $0.type.type == resource.idType }
          .map { "rename the column that holds them: `select id=\($0.name)`" }
          ?? "give a list of ids, a file, or rows with such a column")
    case .missingPipe(let command): SyntaxProblem.missingPipe(command).wording
    case .unfitStage(let command, let kind, let type):
      Wording(
        code: SyntaxCode.missingPipe, "a `|` is missing before `\(command)`",
        advice: [
          LanguageProblem.place(of: command, kind, after: type).message,
          LanguageProblem.place(of: command, kind, after: type).advice,
        ].compactMap(\.self).joined(separator: ": "))
    case .needlessName(let name, let command, let written):
      Wording(
        .noSuchArgument, "`\(command)` has no argument `\(name)`",
        advice: "it stands by itself: write `\(written)`", replacement: written)
    case .needlessBrackets(let command, let written):
      Wording(
        .wrongCount, "what `\(command)` is given stands without brackets",
        advice: "write `\(command) \(written)`", replacement: written)
    case .argumentSign(let name):
      Wording(
        code: SyntaxCode.assignment, "an argument is written with `=`",
        advice: "write `\(name)=…`", replacement: "\(name)=")
    case .orderOfNothing(let word, let field):
      Wording(
        .misplacedOrder, "`\(word)` orders nothing here",
        advice: "order the rows in a stage of its own before: `sort \(field ?? "FIELD") \(word) |`")
    case .missingSign(let first, let second):
      Wording(
        .wrongCount, "something is missing between `\(first)` and `\(second)`",
        advice: "a column is written `name=value`, a second value has a comma before it")
    case .fieldAsCommand(let name):
      Wording(
        .noSuchCommand, "no command `\(name)`",
        advice: "it is a field: put a command before it, or a comma instead of the `|`")
    case .misplacedOrder(let word, let key):
      Wording(
        .misplacedOrder, "`\(word)` orders nothing here",
        advice: "order the rows in a stage of its own: `| sort \(key) \(word)`")
    case .otherAsFilter(let name, let member):
      Wording(
        .otherAsFilter, "the API cannot be asked for a \(name) that it may have added",
        advice: "compare the rows with it: `| where \(name) == other(\"\(member)\")`")
    case .missingWithoutIDs: Wording(.idsStandAlone, "`missing=` goes with `ids=`")
    case .onMissingWithoutEvidence:
      Wording(.nothingToMiss, "`on_missing=` goes with `evidence=`", advice: "leave it out")
    case .filterBesideIDs(let name, let value):
      Wording(
        .idsStandAlone, "`ids=` stands by itself",
        advice: "put the rest behind it: `| where \(name) == \(value)`")
    case .oneValueWanted(let name, let type, let list):
      Wording(
        .wrongType, "\(type.name) is wanted here; this is a list",
        advice: "for several, `| where \(name) in \(list)`")

    // MARK: Types
    case .notACondition(let type):
      Wording(
        .notACondition, "a condition must be true or false; this is \(type.name)",
        advice: "compare it, for example with `==`")
    case .mismatch(let left, let right, let text):
      Wording(
        .wrongType, "\(left.name) against \(right.name)",
        advice: LanguageProblem.conversion(left, right, text),
        replacement: LanguageProblem.converted(left, right, text))
    case .spanAsTime(let span, let field):
      Wording(
        .wrongType, "a time against a duration",
        advice: ForeignNames.isAhead(field)
          ? "a time lies that long from now: `now + \(span)`"
          : ForeignDoubt.span(span, of: field).advice,
        replacement: ForeignNames.isAhead(field) ? "now + \(span)" : nil)
    case .wrongType(let found, let wanted):
      Wording(.wrongType, "\(wanted.name) is wanted here; this is \(found.name)")
    case .recordWanted(let type):
      Wording(
        .wrongType, "\(type.name) is wanted here",
        advice: "write a record, `{\(type.keys.first?.name ?? "key"): …}`, or a file, `@file.json`")
    case .noOrder(let type):
      Wording(
        .wrongType, "\(type.name) is not more or less than another",
        advice: "compare with `==`, `!=` or `in`")
    case .noCalculation("+", let left, let right) where left.isText || right.isText:
      Wording(
        .wrongType, "`+` does not join texts", advice: #"write one text: "{a} {b}""#)
    case .noCalculation("-", let left, let right) where left == right:
      Wording(
        .wrongType, "`-` stands before a number, an amount or a duration only",
        advice: "to sort from large to small, write `desc`")
    case .noCalculation(let sign, let left, let right):
      Wording(
        .wrongType, "`\(sign)` does not work on \(left.name) and \(right.name)",
        advice: left.isText || right.isText ? LanguageProblem.numberOfText : nil)
    case .mayBeMissing(let text):
      Wording(
        .mayBeMissing, "`\(text)` may be missing",
        advice: "keep the rows that have it: `where \(text) != null`")
    case .holeMayBeMissing(let text, let type):
      Wording(
        .mayBeMissing, "`\(text)` may be missing",
        advice: "say what stands in its place: "
          + "`{\(type.isText ? text : "string(\(text))") ?? \"none\"}`")
    case .pipelineAsValue(let name, let type):
      Wording(.valueWanted, "`$\(name)` is \(type.name), not a single value")
    case .rowsAsValue(let type):
      Wording(
        .valueWanted, "this is \(type.name), not a single value",
        advice: "end it in a value, as `| count` does")
    case .columnNeedsName:
      Wording(.columnNeedsName, "a new column needs a name", advice: "write `name=(…)`")
    case .repeatedColumn(let name):
      Wording(
        .repeatedColumn, "the column `\(name)` occurs twice", advice: "name one `other=…`")
    case .notSortable(let type): Wording(.noOrder, "rows cannot be ordered by \(type.name)")
    case .notGroupable(let type): Wording(.noOrder, "rows cannot be grouped by \(type.name)")
    case .fieldlessKey(let text, let field):
      Wording(
        .fieldlessKey, "`\(text)` reads no field, so that all rows are alike",
        advice: field.map { "the field has no quotes: `\($0)`" } ?? "write the name of a field",
        replacement: field)
    case .quotedField(let field, hasRows: true):
      Wording(
        .quotedField, "this is the word itself, not the field of that name",
        advice: "the field has no quotes: `\(field)`", replacement: field)
    case .quotedField(let field, hasRows: false):
      Wording(
        .quotedField, "this is the word itself, and there are no rows here to read `\(field)` of",
        advice: "count the rows that are meant: `count($(disputes | where …))`")
    case .cannotCompute(let text, let reason):
      Wording(
        .cannotCompute, "`\(text)` cannot be computed: \(reason)")
    case .notDrawable(let type):
      Wording(
        .noOrder, "a chart draws numbers, amounts and durations; this is \(type.name)")
    case .listWanted(let text, let sign):
      Wording(
        .listWanted, "`\(sign)` needs a list",
        advice: LanguageProblem.isOneValue(text)
          ? "write `\(sign) [\(text)]`" : "a list stands in brackets, with commas: `\(sign) […]`",
        replacement: LanguageProblem.isOneValue(text) ? "[\(text)]" : nil)
    case .cannotContain(let type):
      Wording(.cannotContain, "a text or a list contains something; this is \(type.name)")
    case .mixedCurrencies(_, let text, let currency, let isGrouped):
      Wording(
        .mixedCurrencies, "`\(text)` may add different currencies",
        advice: (isGrouped ? "" : "add `\(currency)` to `by=`, or ")
          + "filter first: `where \(currency) == eur`")
    case .differentCurrencies(let text, let one, let other):
      Wording(
        .mixedCurrencies, "`\(text)` has \(one.code) on one side and \(other.code) on the other",
        advice: "no amount is converted: write both in \(one.code), or both in \(other.code)")
    case .shadows(let name, let rows):
      Wording(
        .columnTaken, "`\(name)` is a field of the \(rows.subject?.name ?? "row") itself",
        advice: "give the column another name")
    case .joinClash(let name):
      Wording(
        .columnTaken, "both sides have a column `\(name)`",
        advice: "rename one before: `select …, other=\(name)`")
    case .aggregateOutside(let function):
      Wording(
        .misplacedAggregate, "`\(function.rawValue)` sums up many rows",
        advice: function == .count
          ? "it stands in `summarize`, or counts a variable: `count($rows)`"
          : "it stands in `summarize`")
    case .aggregateInside(let function):
      Wording(
        .misplacedAggregate,
        "`\(function.rawValue)` cannot stand inside another of its kind")
    case .noAggregate(let function, let type):
      Wording(
        .wrongType, "`\(function.rawValue)` does not work on \(type.name)",
        advice: type.isText ? LanguageProblem.numberOfText : nil)
    case .noFunction(let function, let types):
      Wording(
        .wrongType,
        "`\(function.rawValue)` does not work on "
          + types.map(\.name).joined(separator: " and "),
        advice: LanguageProblem.advice(on: function, types))
    case .wholeUnits(let number, let currency):
      Wording(
        .unclearUnits, "a whole number does not say whether it counts whole or minor units",
        advice: "write `minor(\(number), \(currency))` for minor units, as cents, "
          + "or `money(decimal(\(number)), \(currency))` for whole ones")
    case .fractionalUnits(let number, let currency):
      Wording(
        .unclearUnits, "`minor` takes a whole number of minor units",
        advice: "write `money(\(number), \(currency))` for whole units, "
          + "or `minor(int(\(number)), \(currency))` for minor ones")
    case .noElements(let type): Wording(.wrongType, "\(type.name) has no elements")
    case .notWritable(let type): Wording(.wrongType, "\(type.name) cannot stand in a text")
    case .patternWanted: Wording(.noPattern, "`matches` takes a pattern in quotes")
    case .badPattern(let reason): Wording(.noPattern, "this pattern is wrong: \(reason)")

    // MARK: Places
    case .planInExpression:
      Wording(.writeInExpression, "a plan cannot stand in an expression")
    case .writeInExpression:
      Wording(
        .writeInExpression, "an expression cannot write", advice: "make it a statement")
    case .outputInside(let command):
      Wording(
        .misplacedOutput, "`\(command)` ends a statement of its own",
        advice: "keep the rows with `let`, then write `$name | \(command) …`")
    case .notAllowedByHost(let command):
      Wording(.notAllowed, "no program may `\(command)` here")
    case .notAllowed(let command):
      Wording(
        .notAllowed, "this program may not `\(command)`",
        advice: "put `allow \(command)` at its top")
    case .unknownAllowance(let name, let allowable):
      Wording(
        .notAllowed, "`\(name)` needs no allowance",
        advice: "what needs one is \(allowable.joined(separator: " and "))")
    case .cannotFollow(let command, let kind, let type):
      LanguageProblem.place(of: command, kind, after: type)
    case .noSourceFirst("apply", _, _):
      Wording(
        .wrongEnd, "`apply` does not begin a pipeline",
        advice: "it goes behind a plan: `$plan | apply`, or `dispute dp_… | close | apply`")
    case .writeOnIDs(let command, let written):
      Wording(
        .wrongEnd, "`\(command)` goes behind the disputes it is about", advice: "write `\(written)`"
      )
    case .noSourceFirst(let command, let isWrite, let operand):
      Wording(
        .wrongEnd, "`\(command)` does not begin a pipeline",
        advice: "begin with what it works on: "
          + "`\(LanguageProblem.source(isWrite, operand)) | \(command) …`")
    case .writeWithoutSubject(let command, let rows):
      Wording(
        .noDispute,
        "`\(command)` writes to disputes; these are "
          + (rows.subject?.plural ?? "rows without one"),
        advice: rows.subject == nil
          ? "read them with `schema=dispute`, or give their ids: `disputes ids=…`" : nil)
    case .writeOnFile(let command, let rows, let keepsIDs):
      Wording(
        .writeOnFile,
        "`\(command)` rests on what the API says now; these disputes are what a file says",
        advice: (keepsIDs ? "ask for them: " : "keep their `id`, and ask for them: ")
          + "`disputes ids=\(rows ?? "$rows") | … | \(command) …`")
    case .explainsNothing:
      Wording(.nothingToExplain, "`explain` shows a pipeline that begins with a source")

    // MARK: Files
    case .unreadableFile(let path, let reason):
      Wording(.notUsable, "cannot read \(path): \(reason)")
    case .unwritableFile(let path, let reason):
      Wording(.notUsable, "cannot write \(path): \(reason)")
    case .unfitDocument(let path, let reason):
      Wording(.notUsable, "cannot upload \(path): \(reason)")
    case .unfitName(let text):
      Wording(.unfitName, "`\(text)` may not stand in the name of a file")
    case .malformedFile(let reason): Wording(.wrongContent, "not valid JSON: \(reason)")
    case .wrongFileValue(let wanted, let found):
      Wording(.wrongContent, "\(wanted) is wanted here; this is \(found)")
    case .keysAreNoIDs(let mistakes, let file): LanguageProblem.keys(mistakes, file)
    case .repeatedKey(let repeated, let file):
      Wording(
        .repeatedKey,
        "the key \(repeated.key) occurs twice in \(file): \(repeated.first) and \(repeated.second)",
        advice: "a join does not multiply rows: keep one of them, as `uniq by=…` does")
    case .fileWithoutIDs(let path, let columns, let resource):
      Wording(
        .noIDColumn, "\(path) has no column `id` with ids of \(resource.plural)",
        advice: "rename the column that holds them: `ids=$(read @\(path) | select "
          + "id=\(columns.first { $0 == resource.name } ?? "…"))`")
    case .noEvidence: Wording(.noEvidence, "there is no evidence in it")
    case .fileNotHere: Wording(.misplacedFile, "a file means nothing here")

    // MARK: Warnings
    case .unknownColumns(let file):
      Wording(
        .unknownColumns,
        "the columns of `\(file)` are not known yet; their names are checked when it is run")
    case .pageOfList(let path):
      Wording(
        .pageOfList,
        "\(path) is one page of a list that goes on (`has_more`); the rest is not in it",
        advice: "save all pages, or ask for the list itself")
    case .neverTrue(let text, let reason):
      Wording(.neverTrue, "`\(text)` is never true here: \(reason)")
    case .patternOfNone(let text, let type):
      Wording(
        .patternOfNone,
        (type.map { "no \($0.name) has the pattern \"\(text)\"" }
          ?? "the pattern \"\(text)\" looks as if it were of another kind")
          + ": here `*` stands for anything, `?` for one character, and all else for itself")
    case .midnightOnly(let text, let time):
      Wording(
        .midnightOnly,
        "`\(text)` compares with midnight UTC, which is what a date is; "
          + "`date(\(time))` is the day of the time")
    case .decimalCommas(let text, let numbers):
      Wording(
        numbers.areAll ? .decimalComma : .someDecimalCommas,
        "`\(text)` has \(numbers.areAll ? "numbers" : "some numbers") with a decimal comma "
          + LanguageProblem.list(numbers.shown, of: numbers.count)
          + (numbers.areAll ? "" : #"; `read … decimal=","` reads them, and none with a point"#),
        advice: #"say so where the file is read: `read … decimal=","`"#)
    case .readsNothing(let function, let text):
      Wording(
        .readsNothing,
        "`\(function.rawValue)` makes nothing of `\(text)`: it is no \(function.noun)",
        advice: "write it as \(LanguageProblem.example(of: function))")
    case .noUnixTime(let number):
      Wording(.noUnixTime, UnixSeconds.problem(number), advice: UnixSeconds.advice(number))
    }
  }
}

extension LanguageProblem {
  /// Whether a condition before may make it right.
  var restsOnConditions: Bool {
    switch self {
    case .mayBeMissing, .holeMayBeMissing, .mixedCurrencies, .neverTrue: true
    default: false
    }
  }
}

/// The words that take more than a line to choose.
extension LanguageProblem {
  /// What is odd about a text that begins as an id does, or is one of something else.
  private static func oddity(_ text: String, _ prefix: String, _ resource: String) -> String? {
    guard let resource = Resource.served.first(where: { $0.name == resource }) else { return nil }
    return resource.oddity(of: text).flatMap { $0 == "no \(prefix) at its start" ? nil : $0 }
  }

  private static func keys(_ mistakes: KeyMistakes, _ file: String?) -> Wording {
    let (column, prefix) = (mistakes.column, mistakes.resource.idPrefix)
    let more = mistakes.count - mistakes.shown.count
    let message =
      "`\(column)`\(file.map { " of \($0)" } ?? "") is to hold ids of \(mistakes.resource.plural), "
      + "and does not in " + mistakes.shown.joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
    let advice =
      "mend them in the file; or `set \(column)=trim(\(column))` takes blanks off, and after it "
      + "`where \(column) matches \"\(prefix)*\"` leaves out what is no id"
    // What running finds has no place to stand beside.
    return file == nil
      ? Wording(.keysAreNoIDs, "\(message); \(advice)")
      : Wording(.keysAreNoIDs, message, advice: advice)
  }

  /// ` (line 2: `1,5` and 3 more)`.
  private static func list(_ shown: [String], of count: Int) -> String {
    let more = count - shown.count
    return "(\(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : ""))"
  }

  /// A text that a function makes something of.
  private static func example(of function: Function) -> String {
    switch function {
    case .int: "`12`"
    case .money: "`12.50eur`"
    case .date: "`2024-02-07`"
    case .time: "`2024-02-07T09:00Z`"
    default: "`12.50`"
    }
  }

  private static func advice(on function: Function, _ types: [ValueType]) -> String? {
    switch (function, types.first) {
    case (.money, _), (.minor, _): "write \(function.usage)"
    case (.abs, let type?) where type.isText: LanguageProblem.numberOfText
    case (.round, let type?) where type.isText: LanguageProblem.numberOfText
    case (.date, .int), (.date, .decimal): "seconds since 1970 are a time: `time(…)`"
    default: nil
    }
  }

  /// How a text becomes what can be calculated with.
  private static let numberOfText =
    "a number of the text: `decimal(…)` or `int(…)`; an amount: `money(decimal(…), eur)`"

  /// Whether a list of that alone can be meant: a name, or an amount, and no span of time.
  private static func isOneValue(_ text: String) -> Bool {
    Literals.money(text) != nil
      || text.utf8.first.map { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        == true
        && text.utf8.allSatisfy { byte in
          byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
            || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
        }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private static func code(of doubt: ForeignDoubt) -> LanguageCode {
    switch doubt {
    case .day, .wholeDay, .moment, .unnamed, .length, .span: .noSuchTime
    case .amount, .currency, .currencies, .units: .unclearUnits
    case .empty, .neither: .wrongType
    case .condition: .conditionOnSource
    case .file: .listWanted
    case .pattern: .noPattern
    case .key, .part: .noSuchField
    case .object, .document: .wrongCount
    }
  }

  private static func unit(_ unit: String, _ number: String) -> Wording {
    switch unit {
    case "min", "mins", "minutes", "minute":
      Wording(
        .unknownUnit, "minutes are m", advice: "write `\(number)m`", replacement: "\(number)m")
    case "month", "months", "mo", "y", "year", "years":
      Wording(
        .unknownUnit, "months and years have no fixed length",
        advice: "count days, `30d`, or weeks, `4w`")
    case _ where Currency(unit.lowercased())?.minorDigits != nil:
      Wording(
        .unknownUnit, "currencies are written in lower case",
        advice: "write `\(number)\(unit.lowercased())`", replacement: number + unit.lowercased())
    default:
      Wording(
        .unknownUnit, "`\(unit)` is neither a currency nor a unit of time",
        advice: "currencies are like `1000eur`; time is s, m, h, d, w")
    }
  }

  private static func command(
    _ name: String, isVariable: Bool, _ fitting: [String], _ others: [String]
  ) -> Wording {
    let message = "no command `\(name)`"
    if isVariable {
      return Wording(
        .noSuchCommand, message, advice: "the variable is `$\(name)`", replacement: "$\(name)")
    }
    if let meant = synonyms[name.lowercased()], others.contains(meant) {
      // A write, or leave to send it, is never put in the place of another word.
      let isSafe = !["close", "apply"].contains(meant) && fitting.contains(meant)
      return Wording(
        .noSuchCommand, message, advice: "here it is `\(meant)`", replacement: isSafe ? meant : nil)
    }
    if let answer = strangers[name.lowercased()] ?? ForeignGap.commands[name.lowercased()]?.answer {
      return Wording(.noSuchCommand, message, advice: answer)
    }
    // A name that may not stand here is told, and nothing is put in its place.
    if Suggestion.nearest(to: name, among: fitting) == nil,
      let near = Suggestion.nearest(to: name, among: others)
    {
      return Wording(.noSuchCommand, message, advice: "did you mean `\(near)`?")
    }
    return Wording(.noSuchCommand, message, meant: name, among: fitting) {
      $0.isEmpty ? "nothing can follow here" : "the commands here are \($0)"
    }
  }

  /// Words that no command is nearly written like, or one by chance, and what there is.
  private static let strangers: [String: String] = {
    let others = [
      "rows are left out with `where not (…)`; a dispute is answered with `submit`, or accepted with "
        + "`close`": "reject decline deny contest fight challenge dismiss",
      "a dispute is answered with `submit evidence=…`, or prepared with `draft evidence=…`":
        "respond answer reply attach defend win appeal counter rebut",
      "`close` accepts a dispute, which cannot be undone; `submit` answers it":
        "lose concede cancel withdraw approve clone resolve settle",
      "what was prepared is sent by `apply`, once someone has agreed to it":
        "execute go commit push exec",
      "write `sort amount desc | take 5`, by the field that tells which are first": "top",
    ]
    var strangers: [String: String] = [:]
    for (answer, names) in others {
      for name in names.split(separator: " ") { strangers[String(name)] = answer }
    }
    return strangers
  }()

  /// What other tools call our commands.
  private static let synonyms = [
    "limit": "take", "head": "take", "first": "take", "filter": "where",
    "grep": "where", "order": "sort", "orderby": "sort", "order_by": "sort", "project": "select",
    "fields": "select", "columns": "select", "map": "select", "length": "count", "wc": "count",
    "accept": "close", "refund": "close", "send": "apply", "run": "apply", "list": "disputes",
    "get": "dispute", "show": "dispute",
  ]

  /// Words that belong to other languages, and what is written here.
  private static func foreignWord(_ word: String, after before: String) -> String? {
    if Currency(word.lowercased())?.minorDigits != nil, before.utf8.first.map(isDigit) == true {
      let isPlain = before.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      return isPlain ? "write an amount as one word: `\(before)\(word.lowercased())`" : nil
    }
    if Currency(before.lowercased())?.minorDigits != nil, word.utf8.first.map(isDigit) == true {
      return "write an amount as one word: `\(word)\(before.lowercased())`"
    }
    switch word.lowercased() {
    case "s", "m", "h", "d", "w": return "write a duration as one word: `2\(word.lowercased())`"
    case "is": return "compare with `== null` or `!= null`"
    case "like": return #"compare with a pattern: `matches "a*"`"#
    case "between": return "write two comparisons joined with `and`"
    case "desc", "asc": return "write `\(word.lowercased())`"
    case "as": return "name a column with `name=…`"
    default: return nil
    }
  }

  private static func members(of type: EnumType) -> String {
    "\(type.plural) are \(type.members.map(\.name).joined(separator: ", "))"
  }

  /// Members are listed even where one was nearly written.
  private static func member(_ name: String, _ type: EnumType) -> Wording {
    let names = type.members.map(\.name)
    let near =
      Suggestion.nearest(to: name, among: names) ?? Suggestion.whole(of: name, among: names)
    return Wording(
      .noSuchMember, "`\(name)` is not a \(type.name)",
      advice: (near.map { "did you mean `\($0)`? " } ?? "") + members(of: type),
      replacement: near)
  }

  /// Whether the word is a status, a reason or their like somewhere.
  private static func isMember(_ name: String) -> Bool {
    Resource.served.flatMap(\.fields).contains { field in
      if case .enumeration(let type) = field.type.type {
        type.index(of: name) != nil
      } else {
        false
      }
    }
  }

  /// How the path is written; in quotes where it would end too soon without.
  private static func file(_ path: String) -> Wording {
    let isPlain =
      !path.isEmpty
      && path.utf8.allSatisfy { byte in
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
          || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "._-/".utf8.contains(byte)
      }
    let written = isPlain ? "@\(path)" : "@\(TextLiteral.quoted(path))"
    return Wording(
      .fileNeedsSign, "a file is written with `@`", advice: "write `\(written)`",
      replacement: written)
  }

  private static func filter(_ name: String, of resource: Resource, _ value: String) -> Wording {
    let message = "the API does not filter \(resource.plural) by `\(name)`"
    let filters = resource.fields.filter(\.isServerFilter).map(\.name)
    guard resource.field(name) == nil else {
      return Wording(
        .noSuchFilter, message,
        advice: "it filters by \(filters.joined(separator: ", ")); "
          + "try `| where \(name) == \(value)`")
    }
    return Wording(.noSuchFilter, message, meant: name, among: filters) { "it filters by \($0)" }
  }

  /// The stage behind one that is missing, where it is short enough to be read there.
  private static func goingOn(_ stage: String?) -> String {
    guard let stage, stage.utf8.count <= 80,
      !stage.utf8.contains(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "\n") })
    else { return "" }
    return " | \(stage)"
  }

  /// What is written for a value that is of another type than its neighbour; nil where nobody can
  /// tell.
  private static func converted(_ left: ValueType, _ right: ValueType, _ text: String) -> String? {
    switch (left, right) {
    case (.money, .string): ForeignAmount(quoted: text).flatMap { $0.isSure ? $0.written : nil }
    case (.timestamp, .string):
      Timestamp(iso: TextLiteral.text(text)) == nil ? nil : TextLiteral.text(text)
    default: nil
    }
  }

  private static func conversion(
    _ left: ValueType, _ right: ValueType, _ text: String
  ) -> String? {
    switch (left, right) {
    case (.money, .string):
      converted(left, right, text).map { "write an amount of money: `\($0)`" }
        ?? "an amount of money is digits and a currency, without quotes"
    case (.money, .decimal): "an amount of money has its currency behind it"
    case (.timestamp, .int): "a date is written with all its digits: `2024-02-07`"
    case (.timestamp, .duration):
      "a time lies that long from now: `now + \(text)` ahead, `now - \(text)` back"
    case (.timestamp, .string): "a time has no quotes: `2024-02-07` or `2024-02-07T09:00Z`"
    case (.string, .money):
      "an amount of the text: `money(decimal(…), eur)` of `12.50`, `money(…)` of `12.50eur`"
    case (.int, .string), (.decimal, .string), (.string, .int), (.string, .decimal):
      "convert one side: `int(…)`, `decimal(…)` or `string(…)`; an amount of money is "
        + "`money(decimal(…), eur)`"
    default: nil
    }
  }

  private static func place(
    of command: String, _ kind: CommandDeclaration.Kind, after type: PipelineType
  ) -> Wording {
    switch (type, kind) {
    case (_, .source):
      Wording(
        .wrongEnd, "`\(command)` begins a pipeline",
        advice: "put it first, or end the statement before it")
    case (.plan, .filter), (.plan, .end):
      Wording(
        .cannotFollow, "a plan is not rows",
        advice: "filter before the write; a plan goes into `apply`")
    case (.plan, .write):
      Wording(.cannotFollow, "a plan is not rows", advice: "one pipeline makes one plan")
    case (.written, _):
      Wording(
        .cannotFollow, "nothing is handed on here", advice: "put it before the output")
    case (.chart, _):
      Wording(.cannotFollow, "a chart is not rows", advice: "it can only be saved")
    case (.rows, .effect):
      Wording(
        .cannotFollow, "rows are not a plan",
        advice: "make a plan first with `draft`, `submit` or `close`")
    default: Wording(.cannotFollow, "`\(command)` cannot follow \(type.name)")
    }
  }

  /// What the pipeline might begin with.
  private static func source(_ isWrite: Bool, _ operand: String?) -> String {
    operand.flatMap { Resource.dispute.isID($0) ? "dispute \($0)" : nil }
      ?? (isWrite ? "dispute dp_…" : "disputes")
  }
}

extension Wording {
  fileprivate init(
    _ code: LanguageCode, _ message: String, advice: String? = nil, replacement: String? = nil
  ) {
    self.init(code: code, message, advice: advice, replacement: replacement)
  }

  /// "did you mean" with its edit, where a candidate is near; else what `otherwise` makes of them.
  fileprivate init(
    _ code: LanguageCode, _ message: String, meant name: String, among candidates: [String],
    before sign: String = "", otherwise: ((String) -> String)? = nil
  ) {
    if let near = Suggestion.nearest(to: name, among: candidates) {
      self.init(
        code: code, message, advice: "did you mean `\(sign)\(near)`?", replacement: sign + near)
    } else {
      self.init(code: code, message, advice: otherwise?(candidates.joined(separator: ", ")))
    }
  }
}

/// The codes of what can be wrong with names, types, arguments and places, each with its guide.
package enum LanguageCode: String, DiagnosticCode {
  case numberTooLarge = "E020"
  case tooManyDigits = "E021"
  case unknownUnit = "E022"
  case fractionOfUnit = "E023"
  case noSuchTime = "E024"
  case decimalTooLarge = "E025"
  case edition = "E026"
  case noSuchType = "E027"
  case noSuchCommand = "E101"
  case noSuchArgument = "E102"
  case wrongCount = "E103"
  case noSuchField = "E104"
  case noSuchMember = "E105"
  case noSuchKey = "E106"
  case meaninglessName = "E107"
  case noSuchVariable = "E108"
  case ambiguousName = "E109"
  case definedTwice = "E110"
  case reservedName = "E111"
  case noSuchFunction = "E112"
  case wrongArity = "E113"
  case nameWanted = "E114"
  case misplacedOther = "E115"
  case nothingToTell = "E116"
  case foreignForm = "E117"
  case nameOfCommand = "E120"
  case recursion = "E121"
  case notInUsedFile = "E122"
  case conditionOnSource = "E201"
  case noSuchFilter = "E203"
  case notAnID = "E204"
  case noSuchWord = "E205"
  case wholeNumberWanted = "E206"
  case misplacedFile = "E208"
  case assignmentWanted = "E209"
  case fileNeedsSign = "E210"
  case noFormat = "E211"
  case misplacedRequest = "E212"
  case rowsWanted = "E213"
  case nothingToExpand = "E214"
  case idsStandAlone = "E215"
  case noIDColumn = "E216"
  case misplacedOrder = "E218"
  case otherAsFilter = "E219"
  case notACondition = "E301"
  case wrongType = "E302"
  case mayBeMissing = "E303"
  case valueWanted = "E304"
  case columnNeedsName = "E305"
  case repeatedColumn = "E306"
  case noOrder = "E307"
  case listWanted = "E308"
  case cannotContain = "E309"
  case mixedCurrencies = "E310"
  case columnTaken = "E311"
  case misplacedAggregate = "E312"
  case noPattern = "E313"
  case unclearUnits = "E320"
  case fieldlessKey = "E321"
  case quotedField = "E322"
  case cannotFollow = "E401"
  case notAllowed = "E402"
  case wrongEnd = "E403"
  case noDispute = "E404"
  case nothingToExplain = "E405"
  case writeInExpression = "E406"
  case misplacedOutput = "E407"
  case writeOnFile = "E408"
  case notUsable = "E501"
  case wrongContent = "E502"
  case noEvidence = "E503"
  case keysAreNoIDs = "E504"
  case repeatedKey = "E505"
  case midnightOnly = "W112"
  case unfitName = "E510"
  case cannotCompute = "E511"
  case noCells = "E520"
  case decimalComma = "E530"
  case noUnixTime = "E531"
  case nothingToMiss = "E540"
  case someDecimalCommas = "W150"
  case readsNothing = "W151"
  case neverTrue = "W120"
  case patternOfNone = "W121"
  case unknownColumns = "W130"
  case pageOfList = "W131"

  /// What help and the reference say of each.
  package var guide: DiagnosticGuide {
    switch self {
    case .foreignForm:
      DiagnosticGuide(
        "written as elsewhere",
        "The statement reads as one of another language: SQL, jq, PowerShell, methods of Python or "
          + "JavaScript, or as amounts and dates are written in letters. The message gives the same in "
          + "the words of this one. It is offered where it would be accepted, and never adds a write.",
        "select id from disputes where status = 'won'",
        instead: "disputes | where status == won | select id")
    case .numberTooLarge:
      DiagnosticGuide(
        "a number that does not fit",
        "Whole numbers, minor units and seconds have 64 bits.",
        "disputes | where amount > 99999999999999999999")
    case .tooManyDigits:
      DiagnosticGuide(
        "too many digits for the currency",
        "An amount has no more digits after the point than its currency. The yen has none.",
        "disputes | where amount > 10.5jpy",
        instead: "disputes | where amount > 10jpy")
    case .unknownUnit:
      DiagnosticGuide(
        "an unknown unit",
        "A number with letters directly behind it is an amount, with a currency in lower case, or a "
          + "duration in `s`, `m`, `h`, `d` or `w`. Months and years have no fixed length.",
        "disputes | where evidence_due_by < now + 5min",
        instead: "disputes | where evidence_due_by < now + 5m")
    case .fractionOfUnit:
      DiagnosticGuide(
        "a fraction of a unit of time",
        "A duration is a whole number of its unit. Use a smaller unit.",
        "disputes | where evidence_due_by < now + 1.5h",
        instead: "disputes | where evidence_due_by < now + 90m")
    case .noSuchTime:
      DiagnosticGuide(
        "no such date or time",
        "Dates are `2024-02-07`, times `2024-02-07T09:00Z` with seconds and offset if wanted, and the "
          + "day has to exist.",
        "disputes | where created > 2024-02-30",
        instead: "disputes | where created > 2024-02-29")
    case .decimalTooLarge:
      DiagnosticGuide(
        "a decimal number that does not fit",
        "A decimal number has at most 18 digits after the point and some 20 before it.",
        "disputes | take 1 | select x=1.1234567890123456789",
        instead: "disputes | take 1 | select x=1.123456789012345679")
    case .edition:
      DiagnosticGuide(
        "the edition",
        "`cpay 1` says which edition of the language a program is written in. There is one, and the "
          + "statement comes before everything else.",
        "cpay 2",
        instead: "cpay 1\ndisputes | count")
    case .noSuchType:
      DiagnosticGuide(
        "no such type",
        "A parameter has one of the named types, `list<…>` of one, or `id<…>` of a resource; `?` "
          + "behind it says that it may be missing.",
        "param cap: number = 5",
        instead: "param cap: int = 5\ndisputes | take $cap")
    case .noSuchCommand:
      DiagnosticGuide(
        "no such command",
        "The word at the start of a stage is neither a command nor defined by `def`. A variable is "
          + "written with its `$`.",
        "disputes | filter amount > 1000eur",
        instead: "disputes | where amount > 1000eur")
    case .noSuchArgument:
      DiagnosticGuide(
        "no such argument",
        "The command or definition takes no argument of that name.",
        "dispute dp_a1 | submit evidense=@lease.json",
        instead: "dispute dp_a1 | submit evidence=@lease.json")
    case .wrongCount:
      DiagnosticGuide(
        "missing, too much or given twice",
        "The command needs something it was not given, or was given more than it takes.",
        "disputes | take",
        instead: "disputes | take 5")
    case .noSuchField:
      DiagnosticGuide(
        "no such field",
        "The rows do not have that field. After `select` and `summarize` they have only the columns "
          + "named there. Text that is compared with a field has quotes.",
        "disputes | where amuont > 1000eur",
        instead: "disputes | where amount > 1000eur")
    case .noSuchMember:
      DiagnosticGuide(
        "no such status, reason or type",
        "The word is not a member of the type of the other side. A member that the API has added "
          + "since is written `other(\"…\")`.",
        "disputes | where reason == won",
        instead: "disputes | where status == won")
    case .noSuchKey:
      DiagnosticGuide(
        "no such key",
        "A record such as evidence has fixed keys. In a file the place is that of the key in the file.",
        #"dispute dp_a1 | submit evidence={custmer_name: "Jane Doe"}"#,
        instead: #"dispute dp_a1 | submit evidence={customer_name: "Jane Doe"}"#)
    case .meaninglessName:
      DiagnosticGuide(
        "a name that is nothing here",
        "There is no field of that name, and nothing that says what else the word could be. A "
          + "pipeline inside an expression is written `$(…)`.",
        "let x = (disputes)",
        instead: "let x = $(disputes)")
    case .noSuchVariable:
      DiagnosticGuide(
        "no such variable",
        "A variable is defined by `let`, `param`, or as a value of the `def` it is used in. A "
          + "pipeline that begins with `|` needs a last result.",
        "let urgent = disputes; $urgnt | count",
        instead: "let urgent = disputes; $urgent | count")
    case .ambiguousName:
      DiagnosticGuide(
        "a field or a member",
        "The word is a field of the rows and also a member of the type it is compared with. Quotes "
          + "say that the member is meant.",
        "disputes | set won=1 | where status == won",
        instead: #"disputes | set won=1 | where status == "won""#)
    case .definedTwice:
      DiagnosticGuide(
        "defined twice",
        "A name has one meaning in a program, so that each use of it means the same. A session may "
          + "define one anew on its next line.",
        "let a = disputes; let a = charges",
        instead: "let a = disputes; let b = charges")
    case .reservedName:
      DiagnosticGuide(
        "an option of cpay's own",
        "A parameter is given as `--name` on the command line, where this name is taken already.",
        "param max: int = 5",
        instead: "param cap: int = 5\ndisputes | take $cap")
    case .noSuchFunction:
      DiagnosticGuide(
        "no such function",
        "The functions are listed in the reference; programs cannot add to them.",
        "disputes | select name=lowr(id)",
        instead: "disputes | select name=lower(id)")
    case .wrongArity:
      DiagnosticGuide(
        "other values for a function",
        "The function takes another number of values.",
        "disputes | select name=lower(id, charge)",
        instead: "disputes | select name=lower(id)")
    case .nameWanted:
      DiagnosticGuide(
        "a name in quotes is wanted",
        "A field or key in `[…]` is a text in quotes, so that it is known before the program runs; "
          + "`on=` takes the plain name of a column.",
        "disputes | select receipt=(evidence[id])",
        instead: #"disputes | select receipt=(evidence["receipt"])"#)
    case .misplacedOther:
      DiagnosticGuide(
        "`other` out of place",
        "`other(\"…\")` stands beside a status, a reason or their like, and holds a member that is "
          + "not known yet. Known members are written as they are.",
        #"disputes | where status == other("won")"#,
        instead: #"disputes | where status == other("on_hold")"#)
    case .nothingToTell:
      DiagnosticGuide(
        "nothing to tell the type of",
        "`:type` tells what one pipeline yields, or what a definition does to rows: "
          + "`:type disputes | take 5`, `:type urgent`.")
    case .nameOfCommand:
      DiagnosticGuide(
        "the name of a command",
        "A definition cannot take the place of a command.",
        "def where() = take 5",
        instead: "def some() = take 5\ndisputes | some")
    case .recursion:
      DiagnosticGuide(
        "it uses itself",
        "There is no recursion, neither of definitions nor of files.",
        "def urgent() = urgent",
        instead: "def urgent() = where evidence_due_by < now + 48h\ndisputes | urgent")
    case .notInUsedFile:
      DiagnosticGuide(
        "not in a used file",
        "A file that is used holds `let`, `def` and `use`; what runs stands in the program.",
        "use @triage.cpay")
    case .conditionOnSource:
      DiagnosticGuide(
        "a condition on a source",
        "A source takes arguments of the API. Conditions stand behind `| where`, and those the API "
          + "can check go into the request by themselves.",
        "disputes amount>100000",
        instead: "disputes | where amount > 1000eur")
    case .noSuchFilter:
      DiagnosticGuide(
        "the API has no such filter",
        "`=` on a source is a parameter of the API, which filters by few fields. `where` checks the "
          + "others here.",
        "disputes currency=eur",
        instead: "disputes | where currency == eur")
    case .notAnID:
      DiagnosticGuide(
        "not an id",
        "An id begins with the prefix of its resource, then has 1 to 64 letters, digits or "
          + "underscores.",
        "dispute ch_1",
        instead: "disputes charge=ch_1")
    case .noSuchWord:
      DiagnosticGuide(
        "not one of the words",
        "The argument takes one of a few words.",
        "disputes | as xml",
        instead: "disputes | as json")
    case .wholeNumberWanted:
      DiagnosticGuide(
        "a whole number is wanted",
        "The place takes a whole number, 0 or more.",
        "disputes | take -1",
        instead: "disputes | take 1")
    case .misplacedFile:
      DiagnosticGuide(
        "a file out of place",
        "A file is a path, evidence, or a document, by the place it stands in. Here it is none of "
          + "them.",
        "disputes | where id == @lease.json")
    case .assignmentWanted:
      DiagnosticGuide(
        "`name=value` is wanted",
        "`set` and `summarize` make columns, each with a name.",
        "disputes | set evidence_due_by - now",
        instead: "disputes | set left=(evidence_due_by - now)")
    case .fileNeedsSign:
      DiagnosticGuide(
        "a file has an `@`",
        "A path begins with `@`; with blanks or holes it has quotes too, `@\"my file.csv\"`.",
        "disputes | save all.csv",
        instead: "disputes | save @all.csv")
    case .noFormat:
      DiagnosticGuide(
        "a name that says no format",
        "`save` writes the format that the file's name ends in, and `read` reads it unless a "
          + "`format=` says another.",
        "disputes | save @all.xlsx",
        instead: "disputes | save @all.csv")
    case .misplacedRequest:
      DiagnosticGuide(
        "no request here",
        "A default, an id or an argument of a source has to be known before anything is asked. Read "
          + "it into a variable first.",
        "param cap: int = count($(disputes))",
        instead: "let cap = disputes | count\ndisputes | take $cap")
    case .rowsWanted:
      DiagnosticGuide(
        "rows are wanted",
        "The place takes rows: a variable that holds some, or a pipeline as `$(…)`.",
        "disputes | join leases on=charge",
        instead: "let leases = read @leases.csv\ndisputes | join $leases on=charge")
    case .nothingToExpand:
      DiagnosticGuide(
        "nothing to expand",
        "`expand` takes fields that hold the id of another object, and paths of them: `charge.customer`.",
        "disputes | expand amount",
        instead: "disputes | expand charge")
    case .idsStandAlone:
      DiagnosticGuide(
        "`ids=` stands by itself",
        "Objects asked for by id are looked up one by one, so that the API's filters do not apply. "
          + "`missing=` says what becomes of an id that is none.",
        "disputes ids=[dp_a1, dp_b2] status=won",
        instead: "disputes ids=[dp_a1, dp_b2] | where status == won")
    case .noIDColumn:
      DiagnosticGuide(
        "no column of ids",
        "`ids=` takes rows that have a column `id` with ids of the resource; another column is "
          + "renamed to it with `select`.",
        "let leases = read @leases.csv; charges ids=$leases",
        instead: "let leases = read @leases.csv | select id=charge; charges ids=$leases")
    case .misplacedOrder:
      DiagnosticGuide(
        "an order where nothing is ordered",
        "`asc` and `desc` stand behind the keys of `sort`.",
        "disputes | select id, amount desc",
        instead: "disputes | sort amount desc | select id, amount")
    case .otherAsFilter:
      DiagnosticGuide(
        "a member that the API cannot be asked for",
        "`other(\"…\")` names a member that the API may have added since. Its filters take those that "
          + "are known; rows are compared with any.",
        "disputes status=other(\"on_hold\")",
        instead: "disputes | where status == other(\"on_hold\")")
    case .notACondition:
      DiagnosticGuide(
        "not a condition",
        "`where`, `if`, `require`, `and`, `or` and `not` take what is true or false.",
        "disputes | where amount",
        instead: "disputes | where amount > 0eur")
    case .wrongType:
      DiagnosticGuide(
        "types that do not go together",
        "Values are compared and calculated with within their types only; nothing is converted "
          + "behind your back.",
        #"disputes | where amount > "1000""#,
        instead: "disputes | where amount > 1000eur")
    case .mayBeMissing:
      DiagnosticGuide(
        "it may be missing",
        "The place needs a value, and this one may not be there. Keep the rows that have it, or give "
          + "one in its place with `??`.",
        "disputes | submit evidence={customer_name: payment_intent}",
        instead:
          "disputes | where payment_intent != null | submit evidence={customer_name: payment_intent}"
      )
    case .valueWanted:
      DiagnosticGuide(
        "rows where a value is wanted",
        "Many rows are no single value. `count` makes one of them.",
        "let due = disputes; disputes | take $due",
        instead: "let due = disputes | count; disputes | take $due")
    case .columnNeedsName:
      DiagnosticGuide(
        "a column without a name",
        "A column that is computed needs a name.",
        "disputes | select id, amount * 2",
        instead: "disputes | select id, double=(amount * 2)")
    case .repeatedColumn:
      DiagnosticGuide(
        "a column twice",
        "Each column of a row has its own name. A path takes the name of its last part.",
        "disputes | expand charge | select id, charge.id",
        instead: "disputes | expand charge | select id, charge_id=charge.id")
    case .noOrder:
      DiagnosticGuide(
        "no order, no group, no picture",
        "Rows are sorted and grouped by single values, not by records, maps and lists. Charts draw "
          + "numbers, amounts and durations.",
        "disputes | sort metadata",
        instead: "disputes | sort metadata.team")
    case .listWanted:
      DiagnosticGuide(
        "`in` needs a list",
        "The right side of `in` is a list in brackets, or a variable or field that holds one.",
        "disputes | where status in won",
        instead: "disputes | where status in [won]")
    case .cannotContain:
      DiagnosticGuide(
        "nothing can be contained",
        "`contains` looks into a text or a list.",
        "disputes | where amount contains 5",
        instead: #"disputes | where id contains "5""#)
    case .mixedCurrencies:
      DiagnosticGuide(
        "different currencies",
        "A sum, smallest, largest or mean of amounts needs one currency: group by it, or keep one. "
          + "Nothing is converted, so that two amounts whose currencies are known to differ, as "
          + "`5eur + 5usd`, are neither added nor compared.",
        "disputes | summarize by=status total=sum(amount)",
        instead: "disputes | summarize by=[status, currency] total=sum(amount)")
    case .columnTaken:
      DiagnosticGuide(
        "the column is there already",
        "A new column may not take the place of a field of the object itself, which writes rely on; "
          + "and two sides of a join may not share a name beside the key.",
        "disputes | set amount=5eur",
        instead: "disputes | set fee=5eur")
    case .misplacedAggregate:
      DiagnosticGuide(
        "a sum out of place",
        "`count`, `sum`, `min`, `max` and `avg` compute something of many rows, in `summarize`, and "
          + "not inside one another.",
        "disputes | select total=sum(amount)",
        instead: "disputes | where currency == eur | summarize total=sum(amount)")
    case .noPattern:
      DiagnosticGuide(
        "no pattern",
        "`matches` takes a pattern in quotes that is known beforehand: `*` for anything, `?` for one "
          + "character, `[a-z]` for one of a class.",
        #"disputes | where id matches "[a""#,
        instead: #"disputes | where id matches "dp_[a-c]*""#)
    case .unclearUnits:
      DiagnosticGuide(
        "whole units or minor units",
        "`money(n, currency)` takes a decimal number of whole units, `minor(n, currency)` a whole "
          + "number of minor ones, such as cents. No number is read as either by its looks, so that "
          + "an amount does not change a hundredfold where one beside it has cents.",
        "disputes | select id, fee=money(15, eur)",
        instead: "disputes | select id, fee=minor(1500, eur)")
    case .fieldlessKey:
      DiagnosticGuide(
        "a key that reads no field",
        "What rows are sorted, grouped or told apart by is a field, or computed of one. A text in "
          + "quotes is that text for every row, so that nothing would be sorted.",
        #"disputes | sort "evidence_due_by""#,
        instead: "disputes | sort evidence_due_by")
    case .quotedField:
      DiagnosticGuide(
        "the name of a field in quotes",
        "A text in quotes is a text. A condition that compares only such texts, or what functions "
          + "make of them, comes out the same for every row, and where one is the name of a field, "
          + "the field was meant. So it is with `count(\"status\")`.",
        #"disputes | where "status" == "won""#,
        instead: "disputes | where status == won")
    case .cannotFollow:
      DiagnosticGuide(
        "it cannot follow that",
        "Each command works on what the one before it hands on. A plan goes into `apply`, `describe` "
          + "or the end of the statement; filter before the write.",
        "disputes | submit evidence=@lease.json | where amount > 1000eur",
        instead: "disputes | where amount > 1000eur | submit evidence=@lease.json")
    case .notAllowed:
      DiagnosticGuide(
        "it is not allowed",
        "A script names the final writes it makes in an `allow` statement, which only `submit` and "
          + "`close` need. A host may allow less.",
        "allow close\ndispute dp_a1 | submit evidence=@lease.json",
        instead: "allow submit\ndispute dp_a1 | submit evidence=@lease.json")
    case .wrongEnd:
      DiagnosticGuide(
        "the wrong end of a pipeline",
        "A pipeline begins with a source, and a source only begins one.",
        "close dp_a1",
        instead: "dispute dp_a1 | close")
    case .noDispute:
      DiagnosticGuide(
        "no dispute to write to",
        "A write goes to the dispute behind each row. Rows of a file, charges and outcomes have none.",
        "read @leases.csv | submit evidence=@lease.json",
        instead:
          "let leases = read @leases.csv\ndisputes | join $leases on=charge | submit evidence=@lease.json"
      )
    case .nothingToExplain:
      DiagnosticGuide(
        "nothing to explain",
        "`explain` shows what a pipeline would ask for; a value asks for nothing.",
        "explain 1 + 2",
        instead: "explain disputes | take 5")
    case .writeInExpression:
      DiagnosticGuide(
        "an expression that would write",
        "An expression only reads. Plans and `apply` are statements of their own.",
        "disputes | where $(dispute dp_a1 | close) == 1",
        instead: "dispute dp_a1 | close")
    case .misplacedOutput:
      DiagnosticGuide(
        "output inside something else",
        "`as`, `save` and `chart` end a statement of their own, not one in a `let` or a `$(…)`.",
        "let all = disputes | as json",
        instead: "let all = disputes; $all | as json")
    case .writeOnFile:
      DiagnosticGuide(
        "a write that rests on a file",
        "A file may be old, and a write rests on what the API says now. Ask for the disputes by "
          + "their ids, then decide. Where the file is read in the same pipeline as the write, each "
          + "dispute is asked for by itself, before any condition.",
        "let due = read @old.ndjson schema=dispute; $due | close",
        instead: "let due = read @old.ndjson schema=dispute; disputes ids=$due | close")
    case .notUsable:
      DiagnosticGuide(
        "it cannot be read",
        "The file, or one object of a list of ids, is not there or cannot be read. For ids, "
          + "`missing=drop` goes on without.",
        "read @nothing.csv",
        instead: "read @leases.csv")
    case .wrongContent:
      DiagnosticGuide(
        "not the JSON that is wanted",
        "A file of evidence is one JSON object with texts as values. The place is that in the file.",
        "dispute dp_a1 | submit evidence=@queue.txt",
        instead: "dispute dp_a1 | submit evidence=@lease.json")
    case .noEvidence:
      DiagnosticGuide(
        "no evidence",
        "Evidence without a key says nothing.",
        "dispute dp_a1 | submit evidence={}",
        instead: "dispute dp_a1 | submit evidence=@lease.json")
    case .repeatedKey:
      DiagnosticGuide(
        "a key that occurs twice",
        "A join gives each row at most one other, so that it cannot multiply disputes: among the rows "
          + "to join, a key occurs once. Keys straight from a file are looked at before the first "
          + "request.",
        "disputes | join $(read @twice.csv) on=charge",
        instead: "disputes | join $(read @twice.csv | uniq by=charge) on=charge")
    case .keysAreNoIDs:
      DiagnosticGuide(
        "what should be an id is none",
        "A key that is compared with ids is an id: with a blank at its end, an apostrophe before it or "
          + "an address around it, it would find nothing, and the dispute would be left out without "
          + "a word. Keys straight from a file are looked at before the first request, others when "
          + "the rows are joined. A missing key joins nothing, and is counted in a note.",
        "let queue = read @leases.csv | select id=tenant, lease_file\ndisputes | join $queue on=id",
        instead: "let leases = read @leases.csv\ndisputes | join $leases on=charge")
    case .midnightOnly:
      DiagnosticGuide(
        "a time that is compared with a day",
        "A date is its midnight UTC, and a time of that day is hardly ever it. `date(…)` makes a "
          + "time the midnight of its day; a span has `>=` and `<`.",
        "disputes | where created == today",
        instead: "disputes | where date(created) == today")
    case .unfitName:
      DiagnosticGuide(
        "it may not stand in the name of a file",
        "What is put into the name of a file does not lead to another folder: no `/`, no `..`, and "
          + "no character that cannot be seen.",
        "let name = \"../lease\"; dispute dp_a1 | submit evidence=@\"{$name}.json\"",
        instead: "let name = \"lease\"; dispute dp_a1 | submit evidence=@\"{$name}.json\"")
    case .cannotCompute:
      DiagnosticGuide(
        "it cannot be computed",
        "What is known before the program runs, numbers and parameters and what is made of them, is "
          + "computed before the first request of the whole program, so that nothing has been sent "
          + "when it fails. What `if`, `and`, `or` and `??` may pass over is left for the run.",
        "let share = 100 / 0; disputes | take 1",
        instead: "let share = 100 / 4; disputes | take 1")
    case .noCells:
      DiagnosticGuide(
        "a file without cells",
        "`separator=` and `decimal=` say how the cells of csv and tsv are written. JSON has its own "
          + "way to write numbers, and no separators.",
        #"read @lease.json separator=";""#,
        instead: "read @lease.json")
    case .decimalComma:
      DiagnosticGuide(
        "numbers with a decimal comma",
        "A file whose numbers have a decimal comma, `12,50`, is read with `decimal=\",\"`. Without it "
          + "they would be missing, and `1.234` would be a little more than one. With `decimal=\".\"` "
          + "the program says that the point is meant.")
    case .someDecimalCommas:
      DiagnosticGuide(
        "some numbers with a decimal comma",
        "Some numbers of the file have a decimal comma and some a decimal point. One form is read: "
          + "that of `decimal=`; what is written in the other is missing, and counted in a note.")
    case .readsNothing:
      DiagnosticGuide(
        "a text that is no number, amount or time",
        "A text that says nothing of the kind is missing, for every row where it is written in the "
          + "program.",
        "disputes | where created > date(\"yesterday\")",
        instead: "disputes | where created > date(\"2024-02-05\")")
    case .noUnixTime:
      DiagnosticGuide(
        "no time in seconds",
        "`time(…)` takes seconds since 1970, of the years 1 to 9999. Many programs write milliseconds.",
        "disputes | where created > time(1707350400000)",
        instead: "disputes | where created > time(1707350400000 / 1000)")
    case .nothingToMiss:
      DiagnosticGuide(
        "no evidence that could be missing",
        "`on_missing=` says what becomes of a row one of whose documents cannot be used. Without "
          + "`evidence=` a row has none; what was saved is with the API already.",
        "dispute dp_a1 | submit on_missing=ineligible",
        instead: "dispute dp_a1 | submit")
    case .neverTrue:
      DiagnosticGuide(
        "never true",
        "No row can pass the condition, and none is asked for where that is clear beforehand.",
        "disputes status=won | where status == lost",
        instead: "disputes | where status in [won, lost]")
    case .patternOfNone:
      DiagnosticGuide(
        "a pattern that nothing has",
        "`matches` takes a glob of the whole text: `*` stands for anything and `?` for one character. "
          + "The signs of regular expressions and the `%` of SQL stand for themselves, so that a "
          + "condition with them holds for no row, and turned round with `not` for every row.",
        "disputes | where reason matches \"fraud.*\"",
        instead: "disputes | where reason matches \"fraud*\"")
    case .pageOfList:
      DiagnosticGuide(
        "one page of a list",
        "An answer that was saved as it came is a page: where `has_more` is true, the list goes on "
          + "after it. What is read from the file lacks the rest, and a write that rests on it says "
          + "so in its preview.")
    case .unknownColumns:
      DiagnosticGuide(
        "columns that are not known yet",
        "`cpay check` has no value for a parameter, so that it cannot look into the file it names; the "
          + "names of its columns are checked when the program is run, before any request. A file "
          + "that the program computes needs a `schema=`.",
        "let f = if now > 2024-01-01 then @leases.csv else @other.csv; read $f | select tenant",
        instead: "read @leases.csv | select tenant")
    }
  }
}
