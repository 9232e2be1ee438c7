import CpayModel
import CpayValue

/// One parameter of an endpoint, as checking, reading forms and the OpenAPI document all need it.
struct Parameter: Sendable {
  /// What a value must be.
  indirect enum Kind: Sendable {
    /// A text of so many characters at most.
    case text(maximum: Int?)
    /// A text of a query, which is not empty and holds no NUL.
    case word
    case email
    case url
    /// The id of an object, which need not exist.
    case id(ObjectKind)
    case choice([String])
    case flag
    case number(ClosedRange<Int64>)
    /// Metadata: texts by free key.
    case texts
    case group([Parameter])
    case list(Kind)
    /// The types of events that a webhook endpoint wants.
    case eventTypes
    /// Some of these paths of references, not too many.
    case expansions([String])
    /// What the other kind is, or an empty text, which clears it.
    case clearable(Kind)
    /// The content of a file.
    case file
  }

  let name: String
  let kind: Kind
  var isRequired = false
  let doc: String

  init(_ name: String, _ kind: Kind, required: Bool = false, _ doc: String) {
    (self.name, self.kind, self.isRequired, self.doc) = (name, kind, required, doc)
  }

  /// `expand[]`, which every request takes (expanding responses page).
  static let expand = Parameter(
    "expand[]", .list(.word), "references to answer with the whole object")

  /// What every list takes (pagination page), and the filters of its resource.
  static func list(_ kind: ObjectKind) -> [Parameter] {
    let paging = [
      Parameter(
        "limit", .number(1...Int64(WireLimits.maximumPageSize)), "objects on the page; 10"),
      Parameter("starting_after", .id(kind), "the page after this object"),
      Parameter("ending_before", .id(kind), "the page before this object"),
    ]
    return kind.resource.filters.map { Parameter($0) } + paging
  }

  private init(_ filter: Resource.Filter) {
    let kind: Kind =
      switch filter.type {
      case .enumeration(let type) where type != .eventType: .choice(type.members.map(\.name))
      case .bool: .flag
      case .timestamp: .number(0...Int64.max)
      default: .word
      }
    self.init(filter.name, filter.comparison == .oneOf ? .list(kind) : kind, filter.doc)
  }
}

/// The body that an endpoint takes.
enum BodySchema: Sendable {
  /// None, or an empty object.
  case none
  /// An object, as JSON or as a form.
  case object([Parameter])
  /// A form with a file in it.
  case upload([Parameter])

  /// The parameters in it.
  var parameters: [Parameter] {
    switch self {
    case .none: []
    case .object(let parameters), .upload(let parameters): parameters
    }
  }
}

extension Parameter.Kind {
  /// Refuses a value of a body that is not of this kind.
  ///
  /// `param` is its dotted path: `evidence.receipt`.
  func check(_ node: JSONNode, _ param: String, _ rules: BodyRules) throws(APIError) {
    switch (self, node.content) {
    case (.text(let maximum), .string(let text)): try checkLength(text, maximum, param)
    case (.id, .string), (.file, .string), (.word, .string), (.clearable, .string("")): break
    case (.clearable(let kind), _): try kind.check(node, param, rules)
    case (.email, .string(let text)):
      guard Parameter.isEmail(text) else {
        throw .validation(param, "'\(text)' is not an e-mail address.")
      }
    case (.url, .string(let text)): try checkLength(text, WebhookURL.maximumLength, param)
    case (.choice(let words), .string(let text)):
      guard words.contains(where: { $0.isSame(as: text) }) else {
        throw .invalid(
          param, "\(param) must be one of \(words.joined(separator: ", ")), not '\(text)'.")
      }
    case (.flag, .bool): break
    case (.number(let range), .number):
      guard let number = node.integer, range.contains(number) else {
        throw .invalid(
          param,
          "\(param) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
      }
    case (.texts, .null): break
    case (.texts, .object(let members)): try rules.checkMetadata(members, param)
    case (.group(let parameters), .object(let members)):
      try rules.check(members, parameters, at: param + ".")
    case (.eventTypes, .array):
      try Parameter.Kind.list(.text(maximum: EventTypeName.maximumLength)).check(node, param, rules)
    case (.expansions(let paths), .array):
      try Parameter.Kind.list(.choice(paths)).check(node, param, rules)
    case (.list(let kind), .array(let elements)):
      for element in elements { try kind.check(element, param, rules) }
    default: throw .invalid(param, "\(param) must be \(wanted), not \(node.kindName).")
    }
  }

  private func checkLength(_ text: String, _ maximum: Int?, _ param: String) throws(APIError) {
    guard let maximum, text.unicodeScalars.count > maximum else { return }
    throw .validation(param, "\(param) must have \(maximum) characters at most.")
  }

  /// The kind in messages: `a text`.
  private var wanted: String {
    switch self {
    case .text, .word, .email, .url, .id, .choice: "a text"
    case .clearable(let kind): kind.wanted
    case .flag: "true or false"
    case .number: "a whole number"
    case .texts, .group: "an object"
    case .list, .eventTypes, .expansions: "a list"
    case .file: "a file"
    }
  }
}

extension Parameter {
  /// Whether `text` has one `@` with something on both sides, and nothing that no address has.
  fileprivate static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.isSafeToPrint && !text.unicodeScalars.contains(where: \.properties.isWhitespace)
  }
}
