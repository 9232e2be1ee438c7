import CpayClient
import CpayLanguage
import CpayRuntime
import CpayValue

/// Submits a name for the open disputes from an amount on, once someone has agreed to exactly that,
/// and says what became of each.
func answerDisputes(
  on host: Host, from least: Money, agree: (WritePlan) async -> String?
) async throws -> [String] {
  let program = try EmbeddedProgram.check(
    """
    allow submit
    param least: money
    disputes status=needs_response
    | where amount >= $least
    | submit evidence={customer_name: "Jane Doe"}
    | apply max=50
    """,
    allow: [.submit])
  // Reads, and sends nothing.
  let result = try await program.plan(on: host, arguments: ["least": .money(least)])
  guard case .plan(let plan) = result, let digest = await agree(plan) else { return [] }
  var report: [String] = []
  // Cancelling this task lets what was sent be answered; the rest is `unsent`.
  for try await outcome in try plan.apply(consent: digest, on: host) {
    report.append("\(outcome.id): \(outcome.kind)")
  }
  return report
}

/// Connects to one account and answers its disputes of 1,000 euros and more.
func answerLargeDisputes(key: String, baseURL: String, now: Timestamp) async throws -> [String] {
  let key = try APIKey(parsing: key)
  let origin = try APIOrigin(parsing: baseURL)
  let transport = AsyncHTTPTransport(to: origin)
  let client = APIClient(
    transport: transport, key: key, account: AccountIdentity(origin: origin, mode: key.mode))
  var host = Host(client, journal: MemoryJournal(), environment: Environment(now: now))
  host.budget = 1_000_000
  guard let euro = Currency("eur") else { return [] }
  let report: Result<[String], any Error>
  do {
    let least = Money(minor: 100_000, currency: euro)
    // A person would be shown the plan here, and say yes to its digest.
    report = .success(try await answerDisputes(on: host, from: least) { plan in plan.digest })
  } catch {
    report = .failure(error)
  }
  await transport.shutdown()
  return try report.get()
}
