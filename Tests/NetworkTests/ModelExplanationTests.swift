import Network
import Testing

/// The arithmetic of `summary --explain`.
struct ModelExplanationTests {
  @Test func explainsEveryKindOfLayer() throws {
    #expect(try ModelExplanation(decode(KerasFixture.keras3Layers.json)).text == Self.moreLayers)
  }

  @Test func explainsAPreset() throws {
    let lines = try ModelExplanation(Architecture.load(nameOrPath: "lab-001")).text.split(separator: "\n")
    #expect(
      lines[1] == "conv2d: kernel 3 x 3 x 1 x 32 + bias 32 = 320 parameters; output (28 - 3 + 2*0)/1 + 1 = 26")
    #expect(lines[4] == "max_pooling2d_1: no parameters; output floor((11 - 2 + 2*0)/2) + 1 = 5")
    #expect(lines.count == 9)
  }

  private static let moreLayers = """
    An output has (W - F + 2*P)/S + 1 rows or columns: input W, window F, padding P on each side, stride S.
    rescaling: no parameters; output as the input
    zero_padding2d: no parameters; output rows 1 + 20 + 2 = 23, columns 0 + 17 + 3 = 20
    conv2d: kernel 3 x 2 x 1 x 4 = 24 parameters; output rows (23 - 3 + 2*1)/2 + 1 = 12, columns (20 - 2 + 0 + 1)/1 + 1 = 20
      same padding: rows 1 above, 1 below, columns 0 left, 1 right
    batch_normalization: gamma 4 + beta 4 + moving_mean 4 + moving_variance 4 = 16 parameters, 8 of them not trained; output as the input
    leaky_re_lu: no parameters; output as the input
    max_pooling2d: no parameters; output rows (12 - 3 + 0 + 1)/2 + 1 = 6, columns (20 - 3 + 0 + 1)/2 + 1 = 10
      same padding: rows 0 above, 1 below, columns 0 left, 1 right
    conv2d_1: kernel 1 x 1 x 4 x 3 + bias 3 = 15 parameters; output rows (6 - 1 + 2*0)/1 + 1 = 6, columns (10 - 1 + 2*0)/1 + 1 = 10
    batch_normalization_1: moving_mean 3 + moving_variance 3 = 6 parameters, 6 of them not trained; output as the input
    conv2d_2: kernel 2 x 2 x 3 x 5 + bias 5 = 65 parameters; output rows (6 - 2 + 2*0)/1 + 1 = 5, columns (10 - 2 + 2*0)/1 + 1 = 9
    elu: no parameters; output as the input
    re_lu: no parameters; output as the input
    activation: no parameters; output as the input
    average_pooling2d: no parameters; output rows floor((5 - 2 + 2*0)/2) + 1 = 2, columns (9 - 1 + 2*0)/1 + 1 = 9
    softmax: no parameters; output as the input
    global_average_pooling2d: no parameters; output 5: the mean of 2 x 9 numbers for each channel
    dropout: no parameters; output as the input
    dense: kernel 5 x 6 = 30 parameters; output 6
    dense_1: kernel 6 x 10 + bias 10 = 70 parameters; output 10

    """
}
