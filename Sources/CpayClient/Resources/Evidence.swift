import CpayValue

/// What is given in answer to a dispute: the five keys of the update parameters (disputes page).
///
/// A key that is nil is not sent and keeps what it held; an empty text takes away what was drafted.
public struct Evidence: Hashable, Sendable {
  /// The tenant's name.
  public var customerName: String?
  /// The tenant's e-mail address.
  public var customerEmail: String?
  /// The billing address, in one text.
  public var billingAddress: String?
  /// The file id of a receipt.
  public var receipt: String?
  /// The file id of the lease or contract.
  public var serviceDocumentation: String?

  /// Evidence of those keys.
  public init(
    customerName: String? = nil, customerEmail: String? = nil, billingAddress: String? = nil,
    receipt: String? = nil, serviceDocumentation: String? = nil
  ) {
    (self.customerName, self.customerEmail) = (customerName, customerEmail)
    self.billingAddress = billingAddress
    (self.receipt, self.serviceDocumentation) = (receipt, serviceDocumentation)
  }

  /// The evidence of an object of the API.
  init(_ json: JSONNode?) {
    self.init()
    for (name, member) in Evidence.members { self[keyPath: member] = json?[name]?.string }
  }

  /// The keys by the API's names.
  static let members: [(name: String, member: any WritableKeyPath<Evidence, String?> & Sendable)] =
    [
      ("customer_name", \.customerName), ("customer_email", \.customerEmail),
      ("billing_address", \.billingAddress), ("receipt", \.receipt),
      ("service_documentation", \.serviceDocumentation),
    ]

  /// The keys that are given.
  var given: [DisputeWrite.Evidence] {
    Evidence.members.compactMap { name, member in
      self[keyPath: member].map { DisputeWrite.Evidence(name: name, text: $0) }
    }
  }
}
