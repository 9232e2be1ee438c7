public import CpayModel
public import CpayValue

/// Where what is known of the object behind a row came from.
///
/// A write rests on what the API says now: it takes no rows whose objects came from a file.
public enum Freshness: Hashable, Sendable {
  /// The API said it: in this run, or in a session for the variable that holds the rows.
  case fetched
  /// A file said it, which may be old.
  case filed
}

/// What the rows of a stage are: their columns, and the API object behind each.
public struct RowType: Hashable, Sendable {
  /// One column.
  public struct Field: Hashable, Sendable {
    /// The column's name, as expressions and headings use it.
    public let name: String
    /// The type of its values.
    public let type: FieldType

    /// A column called `name`.
    public init(name: String, type: FieldType) {
      self.name = name
      self.type = type
    }
  }

  /// What a row is called in messages: `dispute`, or `row` once it has been reshaped.
  public let name: String
  /// The columns, in order.
  public private(set) var fields: [Field]
  /// Their places by their names.
  private var places = NamePlaces()
  /// The resource whose object stands behind each row, whatever its columns have become; nil for
  /// rows that no object stands behind, as those of a file.
  public let subject: Resource?
  /// Whether the columns were made by a stage or read from a file, rather than being the object's
  /// own.
  public let isMade: Bool
  /// Where the objects behind the rows came from.
  ///
  /// What is joined in or read beside them is data, and changes nothing about it.
  public let freshness: Freshness
  /// The type that a name has which is no column, where the columns are not known yet.
  public private(set) var openType: FieldType?
  /// Whether the rows may have keys and values that looking at their file has not shown.
  public private(set) var isPartlySeen = false
  /// The files the rows rest on that are each one page of a list which goes on.
  public private(set) var pages: Set<String> = []
  /// The file that the rows are all of, and whose columns were found by looking at it.
  private(set) var file: LookedFile?
  /// The columns that hold the object an id names, instead of the id.
  let expanded: Set<String>
  /// The columns a table shows, where they are not simply all, or the object's.
  private var shown: [String]?
  /// The columns that the program has made or ordered by, which a table leaves out last.
  public private(set) var chosen: Set<String> = []
  /// The entries of columns that are known to be there, as `metadata.team`.
  private(set) var presentEntries: Set<String> = []
  /// The money whose currency is known to be the same in all rows, by its path, and which one: its
  /// code, or what stands for it where that is not known.
  private(set) var oneCurrency: [String: String] = [:]

  /// The rows of a list of `resource`.
  public init(_ resource: Resource, _ freshness: Freshness = .fetched) {
    self.init(
      name: resource.name,
      fields: resource.fields.map { Field(name: $0.name, type: $0.type) }, subject: resource,
      isMade: false, freshness)
  }

  /// Rows with those columns, made from rows over the same objects, if any.
  public init(made fields: [Field], over rows: RowType? = nil) {
    self.init(
      name: "row", fields: fields, subject: rows?.subject, isMade: true, rows?.freshness ?? .filed)
    pages = rows?.pages ?? []
  }

  /// All rows of a file, as looking at it has found them.
  init(found look: RecordLook, of file: LookedFile) {
    self.init(made: look.fields)
    self.file = file
    isPartlySeen = !look.isWhole
    if look.isPage { pages = [file.path] }
  }

  /// The same rows, resting on those pages too.
  func resting(on pages: Set<String>) -> RowType {
    var type = self
    type.pages.formUnion(pages)
    return type
  }

  /// Rows whose columns are not known: every name is one, of that type.
  init(open type: FieldType) {
    self.init(
      name: "row", fields: [], subject: nil, isMade: true, .fetched, openType: type)
  }

  private init(
    name: String, fields: [Field], subject: Resource?, isMade: Bool, _ freshness: Freshness,
    openType: FieldType? = nil, expanded: Set<String> = [], places: NamePlaces = NamePlaces()
  ) {
    self.name = name
    self.fields = fields
    self.subject = subject
    self.isMade = isMade
    self.freshness = freshness
    self.openType = openType
    self.expanded = expanded
    self.places = places
    self.places.note(fields)
  }

  /// Where the column called `name` is.
  public func place(of name: some StringProtocol) -> Int? { places.place(of: name, in: fields) }

  /// The column called `name`.
  public func field(_ name: some StringProtocol) -> Field? {
    place(of: name).map { fields[$0] } ?? openType.map { Field(name: String(name), type: $0) }
  }

  /// How the column in place `slot` is read.
  private func reference(_ slot: Int) -> FieldReference {
    let field = fields[slot]
    let isMinorUnits = field.type.type == .money && !isMade
    return FieldReference(
      name: field.name, type: field.type.type, slot: slot,
      currencySlot: isMinorUnits ? fields.firstIndex { $0.name == "currency" } : nil)
  }

  /// How the column called `name` is read; nil where there is none.
  public func reference(_ name: some StringProtocol) -> FieldReference? {
    place(of: name).map { reference($0) }
  }

  /// How all columns are read, in order.
  public var references: [FieldReference] { fields.indices.map { reference($0) } }

  /// The column called `name` as an expression, with its type; nil where there is none.
  func value(_ name: some StringProtocol) -> TypedExpression? {
    guard let field = field(name) else { return nil }
    // Where columns are not known yet, places are not either.
    guard openType == nil, let reference = reference(name) else {
      return TypedExpression(.namedField(field.name, field.type.type), field.type)
    }
    return TypedExpression(.field(reference), field.type)
  }

  /// The columns a table shows: all that were made, and of objects those of their table.
  ///
  /// Columns that were added to an object's stand behind those.
  public var shownColumns: [String] {
    if let shown { return shown }
    guard !isMade, let subject else { return fields.map(\.name) }
    return subject.tableColumns
  }

  /// Whether columns that a table shows were chosen by nobody, so that some may be left out.
  public var hidesColumns: Bool {
    subject != .outcome && (shown != nil || !isMade) && !chosen.isSuperset(of: shownColumns)
  }

  /// The same rows, some of whose columns the program has named: a table shows them, too.
  func choosing(_ names: [String]) -> RowType {
    var type = self
    let known = names.filter { place(of: $0) != nil }
    type.chosen.formUnion(known)
    let added = known.filter { !shownColumns.contains($0) }
    if !added.isEmpty { type.shown = shownColumns + added }
    return type
  }

  /// The column whose cells a table breaks into lines rather than leave the others no room: what is
  /// said about a row, in a sentence.
  public var sentenceColumn: String? { isMade ? nil : subject?.field("message")?.name }

  /// How the rows' bytes are read.
  public var layout: ColumnLayout {
    guard !isMade, let subject else {
      return ColumnLayout(fields.map { ColumnLayout.Column($0.name, .any, isRequired: false) })
    }
    guard !expanded.isEmpty else { return subject.layout }
    return ColumnLayout(
      subject.layout.columns.map { column in
        expanded.contains(column.name)
          ? ColumnLayout.Column(column.name, .any, isRequired: column.isRequired) : column
      })
  }

  /// The same rows, with more columns that are not known, of that type.
  func open(_ type: FieldType) -> RowType {
    var rows = self
    rows.openType = type
    return rows
  }

  // MARK: What is known of the rows

  /// Adds what a condition has shown: columns and entries that are there, and currencies.
  mutating func learn(_ shown: Shown) {
    oneCurrency.merge(shown.oneCurrency) { $1 }
    guard !shown.present.isSubset(of: presentEntries) else { return }
    for name in shown.present.sorted() where !name.utf8.contains(UInt8(ascii: ".")) {
      guard let field = field(name) else { continue }
      let there = Field(name: name, type: field.type.nullable(false))
      if let place = place(of: name) {
        fields[place] = there
      } else {
        fields.append(there)
        places.note(fields)
      }
    }
    presentEntries.formUnion(shown.present)
  }

  /// Forgets what is known of currencies, but for what is known of those of other rows.
  mutating func forgetCurrencies(beside others: RowType) { oneCurrency = others.oneCurrency }

  /// The same rows, with the currency of the money at those paths known to be one.
  func inOneCurrency(_ currencies: [String: String]) -> RowType {
    var type = self
    type.oneCurrency.merge(currencies) { $1 }
    return type
  }

  /// The same rows, with what is known of those whose columns they still have, and which of them
  /// are shown.
  ///
  func knowing(_ rows: RowType) -> RowType {
    knowing(rows, added: fields.map(\.name).filter { rows.place(of: $0) == nil }, replaced: [])
  }

  /// The rows with columns added, each in the place of one that is called so or behind all others.
  func extended(by columns: [Field]) -> RowType {
    var all = fields
    var added: [String] = []
    for column in columns {
      if let place = place(of: column.name) {
        all[place] = column
      } else {
        all.append(column)
        added.append(column.name)
      }
    }
    // Those that were there are where they were.
    let type = RowType(
      name: "row", fields: all, subject: subject, isMade: true, freshness, places: places
    ).resting(on: pages)
    return type.knowing(self, added: added, replaced: Set(columns.map(\.name)))
  }

  /// The same rows, with what is known of those that some columns were added to.
  ///
  /// Nothing is known any more of columns that were `replaced`.
  private func knowing(_ rows: RowType, added: [String], replaced: Set<String>) -> RowType {
    var type = self
    let isKept = { (path: String) in
      !replaced.contains(String(path.prefix { $0 != "." }))
    }
    type.shown = rows.shownColumns + added
    type.chosen = rows.chosen.union(added).union(replaced)
    type.presentEntries.formUnion(rows.presentEntries.filter(isKept))
    type.oneCurrency.merge(rows.oneCurrency.filter { isKept($0.key) }) { known, _ in known }
    return type
  }

  /// The paths of the object's own money, which share its currency.
  var moneyFields: Set<String> {
    Set(fields.filter { $0.type.type == .money }.map(\.name))
  }

  /// The same rows with the object in place of its id.
  func expanding(_ reference: Reference) -> RowType {
    let (column, record) = (reference.field.name, reference.resource.record)
    let fields = fields.map { field -> Field in
      guard field.name == column else { return field }
      let whole: RecordType = if case .record(let own) = field.type.type { own } else { record }
      let type = ValueType.record(whole.expanding(reference.keys[...], to: record))
      return Field(name: column, type: FieldType(type, isNullable: field.type.isNullable))
    }
    var type = RowType(
      name: name, fields: fields, subject: subject, isMade: isMade, freshness,
      openType: openType,
      expanded: reference.keys.isEmpty ? expanded.union([column]) : expanded)
    (type.shown, type.chosen) = (shown, chosen)
    type.presentEntries = presentEntries
    type.oneCurrency = oneCurrency
    type.isPartlySeen = isPartlySeen
    type.pages = pages
    return type.choosing([column])
  }
}

/// Where columns are by their names.
///
/// Few are gone through one by one, and so are the last of many, so that rows which are made one
/// column at a time share what was noted of those before.
private struct NamePlaces: Hashable, Sendable {
  private var noted: [String: Int] = [:]
  private var count = 0
  /// More columns than these are not gone through.
  private static let few = 32

  /// Takes note of the columns there are now, which have all that were noted before in their places.
  mutating func note(_ fields: [RowType.Field]) {
    guard fields.count - count > NamePlaces.few else { return }
    for place in count..<fields.count where noted[fields[place].name] == nil {
      noted[fields[place].name] = place
    }
    count = fields.count
  }

  func place(of name: some StringProtocol, in fields: [RowType.Field]) -> Int? {
    // Names that differ in bytes only may be the same text, and share a place.
    if count > 0, let place = noted[String(name)] {
      if fields[place].name.utf8.elementsEqual(name.utf8) { return place }
      return fields.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
    return fields[count...].firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// What is noted says nothing of the rows that their columns do not.
  static func == (left: NamePlaces, right: NamePlaces) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}

/// What a pipeline ends in.
public enum PipelineType: Hashable, Sendable {
  /// Rows of that type.
  case rows(RowType)
  /// A write that has not been sent.
  case plan(WriteAction)
  /// One value.
  case value(FieldType)
  /// A picture of rows.
  case chart
  /// What has been shown or saved, and is not handed on.
  case written

  /// The type in messages.
  public var name: String {
    switch self {
    case .rows(let type): type.name == "row" ? "rows" : "\(type.name) rows"
    case .plan: "a plan"
    case .value(let type): type.type.name
    case .chart: "a chart"
    case .written: "a result that has been written"
    }
  }
}
