import CpayModel

/// The kinds of object that the store keeps, and the table of each.
///
/// The numbers are written to disk and stay as they are.
enum ObjectKind: Int, CaseIterable, Sendable {
  case dispute = 0
  case file = 1
  case charge = 2
  case paymentIntent = 3
  case customer = 4
  case event = 5
  case webhookEndpoint = 6

  /// The kind whose objects say `object: name`; nil for one the sandbox does not keep.
  init?(name: String) {
    guard let kind = ObjectKind.allCases.first(where: { $0.resource.name == name }) else {
      return nil
    }
    self = kind
  }

  /// The table of its fields.
  var resource: Resource {
    switch self {
    case .dispute: .dispute
    case .file: .file
    case .charge: .charge
    case .paymentIntent: .paymentIntent
    case .customer: .customer
    case .event: .event
    case .webhookEndpoint: .webhookEndpoint
    }
  }

  /// The number that stands for the kind and the mode in the store.
  func collection(_ mode: Mode) -> Int { rawValue * 2 + (mode == .live ? 1 : 0) }

  /// The column that holds `field`, where lists filter by it: one word a kind is its label.
  func column(of field: String) -> String? {
    if field == "created" { return field }
    guard resource.field(field)?.isServerFilter == true else { return nil }
    return ["charge", "payment_intent", "customer"].contains(field) ? field : "label"
  }

  /// Whether objects of one second are listed by id, or in the order they were made: what happened
  /// in one second happened in an order.
  var isListedByID: Bool { self != .event }
}

extension ObjectKind {
  /// The kind in messages: `payment intent`.
  var plainName: String { resource.name.replacing("_", with: " ") }
}
