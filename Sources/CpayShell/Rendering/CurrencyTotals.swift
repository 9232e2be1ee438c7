import CpayValue

/// Amounts added up, one sum a currency, in the order in which the currencies appear.
struct CurrencyTotals {
  private var sums: [(currency: Currency, sum: Money?)] = []

  init(_ amounts: some Sequence<Money>) {
    for amount in amounts {
      if let index = sums.firstIndex(where: { $0.currency == amount.currency }) {
        sums[index].sum = sums[index].sum?.adding(amount)
      } else {
        sums.append((amount.currency, amount))
      }
    }
  }

  /// `EUR 12,300.00`, `USD 400.00`.
  var texts: [String] {
    sums.map { $0.sum?.description ?? "\($0.currency.displayCode) beyond 64 bits" }
  }

  /// `EUR 12,300.00, USD 400.00 and JPY 1`; empty where there is no amount.
  var sentence: String {
    guard let last = texts.last, texts.count > 1 else { return texts.joined() }
    return texts.dropLast().joined(separator: ", ") + " and " + last
  }
}
