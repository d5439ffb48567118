import Encodings
import Foundation
import RunRecords
import Testing

/// What files keep of epochs and results, to the letter.
@Suite("Records of runs")
struct RunRecordTests {
  private static let epoch = EpochFigures(
    epoch: 3, training: MeanScore(loss: 0.5, accuracy: 0.75), validation: MeanScore(loss: 0.25, accuracy: 0.875),
    isBest: true, seconds: 2.5, trainingSeconds: 2, imagesPerSecond: 1000)

  @Test("an epoch is spelt as ever, and comes back")
  func epochs() throws {
    let text = try JSONText.text(Self.epoch)
    #expect(
      text == """
        {"accuracy":0.75,"epoch":3,"images_per_second":1000,"is_best":true,"loss":0.5,"seconds":2.5,\
        "training_seconds":2,"val_accuracy":0.875,"val_loss":0.25}
        """)
    #expect(try JSONText.value(EpochFigures.self, of: Data(text.utf8)) == Self.epoch)
    #expect(EpochFigures.historyHeader == "epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second")
    #expect(Self.epoch.historyLine == "3,0.5,0.75,0.25,0.875,2.5,1000.0")
  }

  @Test("without validation its fields are left out, in the line empty")
  func withoutValidation() throws {
    let epoch = EpochFigures(
      epoch: 1, training: MeanScore(loss: .nan, accuracy: 0), seconds: 1, trainingSeconds: 1, imagesPerSecond: 10)
    let text = try JSONText.text(epoch)
    #expect(!text.contains("val_") && text.contains(#""loss":"NaN""#))
    #expect(try JSONText.value(EpochFigures.self, of: Data(text.utf8)).validation == nil)
    #expect(epoch.historyLine == "1,nan,0.0,,,1.0,10.0")
  }

  @Test("a result is spelt as ever, and comes back")
  func results() throws {
    let result = ResultFigures(
      test: MeanScore(loss: 0.5, accuracy: 0.75), weightsSHA256: "ab", epochs: 4, lastEpoch: 3, seconds: 9.5,
      imagesPerSecond: 1000)
    let text = try JSONText.text(result)
    #expect(
      text == """
        {"epochs":4,"images_per_second":1000,"last_epoch":3,"seconds":9.5,"test_accuracy":0.75,"test_loss":0.5,\
        "weights_sha256":"ab"}
        """)
    #expect(try JSONText.value(ResultFigures.self, of: Data(text.utf8)) == result)
  }

  @Test("no epoch is 0, and none is beyond counting", arguments: [0, -1, 1 << 31])
  func numbers(epoch: Int) throws {
    let text = try JSONText.text(Self.epoch).replacing(#""epoch":3"#, with: "\"epoch\":\(epoch)")
    #expect(throws: DecodingError.self) { try JSONText.value(EpochFigures.self, of: Data(text.utf8)) }
  }

  @Test("speed is that of all training steps; there is none without any")
  func speed() {
    let slow = EpochFigures(
      epoch: 4, training: MeanScore(loss: 0.5, accuracy: 0.75), seconds: 7, trainingSeconds: 6, imagesPerSecond: 200)
    #expect([Self.epoch, slow].imagesPerSecond == 400)
    #expect([EpochFigures]().imagesPerSecond == nil)
  }
}
