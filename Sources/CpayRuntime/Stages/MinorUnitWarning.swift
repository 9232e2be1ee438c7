import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Says what a plain number against money meant once rows of two currencies have passed.
struct MinorUnitWarning {
  /// The first number, and how many others there are.
  private var number: Int64?
  private var otherNumbers = 0
  /// The amounts that numbers are held against, where these are not the objects' own.
  private var amounts: [RowValue] = []
  private let currencySlot: Int?

  /// A list may hold one amount against many numbers, which is looked at no more often than this.
  private static let mostAmounts = 16

  private var currencies: [Currency] = []

  init(
    _ expressions: [CheckedExpression], _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    var slot: Int?
    var numbers: Set<Int64> = []
    for (amount, number) in expressions.flatMap(\.heldAgainstMoney) where !number.readsRow {
      // Nothing is nothing in every currency.
      guard case .int(let number) = try? compiler.constant(number), number != 0 else { continue }
      self.number = self.number ?? number
      guard numbers.insert(number).inserted else { continue }
      if case .field(let field) = amount, let currency = field.currencySlot {
        slot = currency
      } else if amounts.count < MinorUnitWarning.mostAmounts {
        amounts.append(try compiler.value(amount))
      }
    }
    otherNumbers = max(0, numbers.count - 1)
    currencySlot = slot
  }

  mutating func look(at batch: Batch) {
    guard number != nil else { return }
    if let currencySlot { look(at: batch, currencySlot) }
    for index in 0..<batch.count {
      for amount in amounts {
        if case .money(let money) = try? amount(batch[index]) { add(money.currency) }
      }
    }
  }

  /// All amounts of an object have its one currency, which is read without making any.
  private mutating func look(at batch: Batch, _ slot: Int) {
    var next = 0
    while let index = batch.firstRow(
      from: next, whereTextAt: slot, isNoneOf: currencies.map(\.bytes))
    {
      if let currency = batch[index].currency(slot) { add(currency) }
      next = index + 1
    }
  }

  private mutating func add(_ currency: Currency) {
    if !currencies.contains(currency) { currencies.append(currency) }
  }

  var remarks: [Diagnostic] {
    guard currencies.count > 1, let number else { return [] }
    return [Diagnostic(RunFinding.numberMeans(number, currencies, others: otherNumbers))]
  }
}

extension CheckedExpression {
  /// Money and the numbers without a currency that it is held against, anywhere below.
  fileprivate var heldAgainstMoney: [(amount: CheckedExpression, number: CheckedExpression)] {
    switch self {
    case .comparison(_, let left, let right):
      [(left, right), (right, left)].filter { $0.0.isMoney }
    case .membership(let value, let elements): value.isMoney ? elements.map { (value, $0) } : []
    default: parts.flatMap(\.heldAgainstMoney)
    }
  }

  /// Whether it is money of the row, or of an object in it.
  private var isMoney: Bool {
    switch self {
    case .field(let field): field.type == .money
    case .namedField(_, let type), .entry(_, _, let type): type == .money
    default: false
    }
  }
}
