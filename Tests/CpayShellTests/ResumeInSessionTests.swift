import CpayTestSupport
import GRDB
import Testing

extension TerminalTests {
  /// A run that was cut short, in a session at a terminal.
  @Suite struct ResumeInSessionTests {
    @Test func `a session says what was cut short, and goes on with it by the number`() async throws
    {
      try await ShowRunsTests.withRun { (world) async throws in
        let name = try await world.run()
        let state = world.rig.folder.path + "/state"
        // The process died some days ago, before it came to one of the rows.
        let store = try DatabaseQueue(path: state + "/cpay/ledger.sqlite")
        try await store.write { database in
          try database.execute(
            sql: """
              UPDATE run SET closed_at = NULL, opened_at = opened_at - 200000;
              UPDATE item SET state = 'planned', message = NULL, settled_at = NULL
                WHERE dispute = 'dp_c3';
              """)
        }
        try store.close()
        let session = try TerminalSessionTests.Session(
          [], account: [],
          environment: world.account.merging(["XDG_STATE_HOME": state]) { $1 })
        #expect(session.terminal.shows("\(name) was cut short on "))
        #expect(session.terminal.shows(":resume"))
        for (typed, says) in [
          ("2", "nothing was sent; the run is as it was"), ("1", "2 applied"),
        ] {
          session.terminal.forgetDrawn()
          session.terminal.type(":resume \(name.dropFirst(4))\r")
          #expect(session.terminal.shows("type 1 to go on, Enter to leave it: "))
          session.terminal.type("\(typed)\n")
          #expect(session.terminal.shows(says))
        }
        session.terminal.forgetDrawn()
        session.terminal.type(":runs\r")
        #expect(session.terminal.shows("ended"))
        session.terminal.type(":quit\r")
        #expect(session.status() != nil)
      }
    }
  }
}
