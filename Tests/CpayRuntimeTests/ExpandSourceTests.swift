import CpayClient
import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue
import Synchronization
import Testing

@testable import CpayRuntime

/// Objects in the places of their ids, by whatever way they come.
@Suite struct ExpandSourceTests {
  /// An API that has two disputes, and sends whole objects with its list or does not.
  private static func account(expands: Bool) -> RecordingAccount {
    let customer = #"{"id":"cus_1","object":"customer","name":"Jane Doe","created":1}"#
    @Sendable func charge(_ id: String, _ customer: String) -> String {
      #"{"id":"\#(id)","object":"charge","amount":1,"currency":"eur","status":"succeeded","#
        + #""customer":\#(customer),"refunded":false,"amount_refunded":0,"created":1}"#
    }
    @Sendable func dispute(_ id: String, _ charge: String) -> String {
      #"{"id":"\#(id)","object":"dispute","charge":\#(charge),"amount":1,"currency":"eur","#
        + #""status":"won","reason":"general","evidence":{},"created":1}"#
    }
    return RecordingAccount(read: { (call) throws(ReadFailure) in
      switch call {
      case .list where expands:
        return page([
          dispute("dp_1", charge("ch_1", customer)), dispute("dp_2", charge("ch_2", "null")),
        ])
      case .list: return page([dispute("dp_1", #""ch_1""#), dispute("dp_2", #""ch_2""#)])
      case .object(_, "ch_1"): return Array(charge("ch_1", #""cus_1""#).utf8)
      case .object(_, "ch_2"): return Array(charge("ch_2", "null").utf8)
      case .object(_, "cus_1"): return Array(customer.utf8)
      case .object(_, "dp_1"): return Array(dispute("dp_1", #""ch_1""#).utf8)
      default: throw .api(.fixture(404))
      }
    })
  }

  private static func page(_ rows: [String]) -> [UInt8] {
    Array(
      #"{"object":"list","has_more":false,"data":[\#(rows.joined(separator: ","))]}"#.utf8)
  }

  private static func run(
    _ program: String, _ account: RecordingAccount
  ) async throws -> [String] {
    let found = Mutex<[String]>([])
    let host = Host(
      account: Account(account), environment: ManualClock(FixtureDispute.now).environment,
      emit: { (event) throws(EvaluationError) in
        if case .rows(let batch) = event {
          let rows = (0..<batch.count).map { String(decoding: batch[$0].bytes, as: UTF8.self) }
          found.withLock { $0 += rows }
        }
      })
    var evaluator = Evaluator(host)
    for statement in try CheckedProgram(program).statements {
      _ = try await evaluator.run(statement)
    }
    return found.withLock { $0 }
  }

  private static let names = [#"{"id":"dp_1","name":"Jane Doe"}"#, #"{"id":"dp_2","name":null}"#]

  @Test(arguments: [
    "expand charge.customer", "expand charge | expand charge.customer",
    "expand charge, charge.customer", "expand charge.customer, charge",
    "expand charge.customer | expand charge", "skip 0 | expand charge.customer",
    "select id, charge | expand charge.customer", "set x=1 | expand charge.customer",
  ])
  func `every way to an object leads to the same`(stages: String) async throws {
    for expands in [true, false] {
      let account = Self.account(expands: expands)
      let found = try await Self.run(
        "disputes | \(stages) | select id, charge.customer.name", account)
      #expect(found == Self.names, "\(expands)")
      // Each object once, and none that came with the list.
      let asked = account.calls.map(\.text).filter { $0.hasPrefix("object") }.sorted()
      #expect(asked == (expands ? [] : ["object ch_1", "object ch_2", "object cus_1"]))
    }
  }

  @Test func `an object that is not there stops the program`() async throws {
    let account = FixtureAPI().account
    await #expect(throws: EvaluationError.malformed("there is no object for ch_1")) {
      _ = try await Self.run("dispute dp_a1 | expand charge.customer", account)
    }
  }
}
