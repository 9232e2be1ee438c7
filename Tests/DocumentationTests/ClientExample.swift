import CpayClient

/// Drafts and submits a name for every open dispute, and says what became of each.
func answerOpenDisputes(_ client: APIClient, name: String) async throws -> [String] {
  var report: [String] = []
  for try await dispute in client.disputes.list(["status": "needs_response"]) {
    let evidence = Evidence(customerName: name)
    // A draft can still be changed. What is drafted is sent along by a later submit.
    guard case .applied = await client.disputes.draft(dispute, evidence: evidence) else {
      report.append("\(dispute.id): no draft, left alone")
      continue
    }
    let drafted = try await client.disputes.retrieve(dispute.id)
    // A submit is for good.
    switch await client.disputes.submit(drafted, evidence: evidence) {
    case .applied:
      report.append("\(dispute.id): submitted")
    case .notApplied(.refused(let error)):
      report.append("\(dispute.id): refused, \(error.summary)")
    case .notApplied(.stopped(let reason, _)):
      report.append("\(dispute.id): stopped, \(reason)")
      return report
    case .unknown(let doubt):
      // It may stand. Whoever sends anything else now may send it twice.
      report.append("\(dispute.id): look at it first, \(doubt.reason)")
      return report
    }
  }
  return report
}

/// Connects to one account and answers its disputes.
func run(key: String, baseURL: String) async throws -> [String] {
  let key = try APIKey(parsing: key)
  let origin = try APIOrigin(parsing: baseURL)
  let transport = AsyncHTTPTransport(to: origin)
  let client = APIClient(
    transport: transport, key: key,
    account: AccountIdentity(origin: origin, mode: key.mode))
  let report: Result<[String], any Error>
  do {
    report = .success(try await answerOpenDisputes(client, name: "Jane Doe"))
  } catch {
    report = .failure(error)
  }
  await transport.shutdown()
  return try report.get()
}
