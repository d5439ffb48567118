import Collectives
import Testing

@Suite("Lists of hosts")
struct HostListTests {
  private typealias HostList = LaunchPlan.HostList

  @Test("name hosts and their ranks, and some of them make a shorter list")
  func named() {
    let hosts = HostList.hosts(named: "h1:4,me@h2,h3:2")
    #expect(hosts.map(\.name) == ["h1", "me@h2", "h3"])
    #expect(hosts.map(\.slots) == [4, 1, 2])
    #expect(HostList.named([hosts[0], hosts[2]]) == .named("h1:4,h3:2"))
  }

  @Test("may be those that operators of Kubernetes write: a pod of a service in each line")
  func pods() {
    let text = "lab-worker-0.lab.default.svc slots=4\nlab-node-0-0.lab slots=2\n"
    let hosts = HostList.hosts(inFile: text)
    #expect(hosts.map(\.name) == ["lab-worker-0.lab.default.svc", "lab-node-0-0.lab"])
    #expect(hosts.map(\.slots) == [4, 2])
    #expect(HostList.fileText(hosts) == text)
  }

  @Test("may be files, whose comments name nobody")
  func file() {
    let hosts = HostList.hosts(inFile: "# ours\n\nh1 slots=4 max_slots=8\n  h2 # two\r\n")
    #expect(hosts.map(\.name) == ["h1", "h2"])
    #expect(hosts.map(\.slots) == [4, nil])
    #expect(HostList.fileText(hosts) == "h1 slots=4 max_slots=8\n  h2 # two\n")
  }
}
