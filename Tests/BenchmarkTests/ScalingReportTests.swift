import Benchmarks
import Foundation
import Testing

@Suite("Scaling report")
struct ScalingReportTests {
  @Test("compares with one rank of the same mode")
  func bases() {
    let results = SampleReport.full.results
    #expect(results.map(\.point.ranks) == [1, 2, 3, 1, 2])
    #expect(results.map { $0.efficiency.map { ($0 * 1000).rounded() } } == [1000, 950, nil, 1000, 990])
  }

  @Test("as text")
  func text() {
    #expect(
      ScalingText.text(SampleReport.full) == """
        training    lab-001, 60000 images, 1 epoch, 1 thread per rank, --reduction tree
        time        2026-01-31T12:00:00Z
        processor   A Processor, 2 GHz, 2 cores (2 CPUs) allowed
        load before 0.25
        program     lockstep 1.2.3, commit 1a2b3c4, sha256 0123456789ab…
        kernels     avx2
        launcher    mpirun (Open MPI) 4.1.4

        Strong scaling: the same batch for any number of ranks
        ranks  batch  epochs  bound to  images/s    min – max  speed-up      min – max  efficiency  serial fraction  exchange
            1     64       1      core      1000   900 – 1100     1.000  1.000 – 1.000     100.0 %                –         –
            2     64       1      core      1900  1800 – 2068     1.900  1.880 – 2.000      95.0 %            0.053     4.0 %
            3     64       1      none      1500  1400 – 1600     1.500  1.455 – 1.556           –                –    50.0 %  \
        oversubscribed

        Weak scaling: a batch and epochs that grow with the ranks, so that each rank has the same work
        ranks  batch  epochs  learning rate  bound to  images/s    min – max  speed-up      min – max  efficiency  exchange
            1     64       1          0.001      core      1000  1000 – 1000     1.000  1.000 – 1.000     100.0 %         –
            2    128       2        0.00141      core      1980  1960 – 1990     1.980  1.960 – 1.990      99.0 %         –

        medians of 3; speed-up: beside the run of one rank in the same repeat
        serial fraction: the part of the work that, run on one rank only, would explain the speed-up (Karp and Flatt)
        strong scaling: the same weights from all runs, sha256 fedc
        oversubscribed: more ranks and threads than cores, which says nothing about efficiency

        """)
  }

  @Test("as text says what it lacks")
  func incompleteText() {
    let series = [SampleReport.series(.strong, ranks: 2, [1900, 1901])]
    let text = ScalingText.text(SampleReport.report(series, commit: nil))
    #expect(text.contains("program     lockstep 1.2.3, sha256 "))
    #expect(text.contains("no speed-up: that needs one rank to compare with, as in --ranks 1,2"))
    #expect(!text.contains("Weak scaling"))
  }

  @Test("says whether all ranks came to the same weights")
  func weights() {
    let series = [
      SampleReport.series(.strong, ranks: 1, [1], weights: "a"),
      SampleReport.series(.strong, ranks: 2, [1], weights: "b"),
      SampleReport.series(.weak, ranks: 2, [1], weights: "c"),
    ]
    #expect(ScalingText.text(SampleReport.report(series)).contains("strong scaling: 2 different sets of weights"))
    #expect(SampleReport.full.strongWeights == ["fedc"])
  }

  @Test("as CSV has a line for each point, and empty fields for what is not known")
  func csv() {
    let lines = ScalingCSV.text(SampleReport.full).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7)
    #expect(
      lines[0] == """
        mode,model,ranks,threads,batch_size,shards,epochs,learning_rate,binding,oversubscribed,repeats,\
        images_per_second,images_per_second_min,images_per_second_max,speed_up,speed_up_min,speed_up_max,\
        efficiency,serial_fraction,exchange_share,time,processor,cores,load_average,kernels,version,commit
        """)
    let end = #"2026-01-31T12:00:00Z,"A Processor, 2 GHz",2,0.25,avx2,1.2.3,1a2b3c4"#
    #expect(
      lines[3] == "strong,lab-001,3,1,64,16,1,0.001,none,true,3,1500.0,1400.0,1600.0,1.5,1.4545454545454546,"
        + "1.5555555555555556,,,0.5,\(end)")
    #expect(
      lines[5]
        == "weak,lab-001,2,1,128,32,2,0.0014142135623730952,core,false,3,1980.0,1960.0,1990.0,1.98,1.96,1.99,0.99,,,\(end)"
    )
    #expect(lines[6] == "")
  }

  @Test("as CSV has quotation marks doubled", arguments: [("a\"b", #""a""b""#), ("a\nb", "\"a\nb\""), ("a b", "a b")])
  func quotedField(model: String, field: String) {
    let text = ScalingCSV.text(SampleReport.report([SampleReport.series(.weak, ranks: 1, [1])], model: model))
    #expect(text.contains("\nweak,\(field),1,"))
  }

  @Test("as JSON has every run, and leaves out what is not known")
  func json() throws {
    let object = try JSONSerialization.jsonObject(with: Data(SampleReport.full.json().utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["benchmark"] as? String == "scale")
    #expect(report["kernels"] as? String == "avx2")
    #expect(report["training_images"] as? Int == 60_000)
    #expect((report["setting"] as? [String: Any])?["load_average"] as? Double == 0.25)
    #expect((report["setting"] as? [String: Any])?["program_sha256"] is String)
    #expect((report["job"] as? [String: Any])?["train_options"] as? [String] == ["--reduction", "tree"])
    let points = try #require(report["points"] as? [[String: Any]])
    #expect(points.count == 5)
    #expect(points[1]["runs"] as? [Double] == [1900, 1800, 2068])
    #expect((points[1]["speed_up"] as? [String: Double])?["median"] == 1.9)
    #expect(points[1]["oversubscribed"] as? Bool == false)
    #expect(points[2]["oversubscribed"] as? Bool == true)
    #expect(
      points[2].keys.sorted() == [
        "batch_size", "binding", "epochs", "exchange_share", "images_per_second", "learning_rate", "mode",
        "oversubscribed", "ranks", "runs", "shards", "speed_up",
      ])
  }
}
