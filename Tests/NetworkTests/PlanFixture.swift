import Network

/// What plans must look like, on the portable kernels and for 32 images.
struct PlanFixture: Sendable {
  let model: String
  let convolution: ConvolutionAlgorithm
  let text: String

  static let presets = [lab001, lab003, lab004]

  static let lab001 = PlanFixture(
    model: "lab-001", convolution: .winograd,
    text: """
      kernels   portable
      images    32 at once
      memory    6.24 MB for each thread, 1.12 MB of it for prepared weights

      pass               path     method                                          dense  computed
      conv2d + max_pooling2d: to 13x13x32, 530,019 floats of buffers
        forward          fast     direct, fused 2x2 max-pooling (x windows)     194,688   194,688
        weight gradient  fast     winners' pixels, one channel (x windows)      194,688    48,672
        - portable kernels mask instead of selecting, which takes four times the products
      conv2d_1 + max_pooling2d_1: to 5x5x64, 302,165 floats of buffers
        forward          fast     Winograd F(2x2,3x3), fused 2x2 max-pooling  2,230,272   819,200
        weight gradient  fast     pool-sparse (x density)                     2,230,272   460,800
        input gradient   fast     pool-sparse (x density)                     2,230,272   460,800
        - the convolution computes 10x10 of 11x11 positions: pooling drops the rest
      conv2d_2: to 3x3x64, 454,805 floats of buffers
        forward          fast     Winograd F(3x3,3x3)                           331,776   102,400
        weight gradient  fast     sparse behind the rectifier (x density)       331,776   331,776
        input gradient   fast     Winograd F(3x3,3x3)                           331,776   102,400
      dense: to 64, 4,096 floats of buffers
        forward          general  direct, in register tiles                      36,864    36,864
        weight gradient  general  direct, in register tiles                      36,864    36,864
        input gradient   general  direct, in register tiles                      36,864    36,864
      dense_1: to 10, 1,024 floats of buffers
        forward          general  direct, in register tiles                         640     1,024
        weight gradient  general  direct, in register tiles                         640     1,024
        input gradient   general  direct, in register tiles                         640     1,024
        - 10 channels are computed as 16, in whole vectors

      nothing to compute: flatten
      dense: multiply-adds per image of the layer's formula; computed: those of the kernel, with padding
      x density: times the share of gradients that are not zero; x windows: of windows that see anything
      fast: made for such shapes, leaves work out; general: for any shape; memory: no multiply-adds
      fast convolutions: 3x3 before 2x2 max-pooling, on one channel or on 32n; else 3x3 with strides of 1
        behind another layer, where Winograd F(3x3,3x3) or F(4x4,3x3) saves a third of the products
      on the general path: dense, dense_1

      """)

  static let lab003 = PlanFixture(
    model: "lab-003", convolution: .direct,
    text: """
      kernels   portable
      images    32 at once
      memory    7.15 MB for each thread, 944.00 KB of it for prepared weights

      pass               path     method                                         dense   computed
      conv2d + max_pooling2d: to 13x13x32, 530,019 floats of buffers
        forward          fast     direct, fused 2x2 max-pooling (x windows)    194,688    194,688
        weight gradient  fast     winners' pixels, one channel (x windows)     194,688     48,672
        - portable kernels mask instead of selecting, which takes four times the products
      dropout: to 13x13x32, 519,168 floats of buffers
        forward          memory   draws masks and applies them                       –          –
        input gradient   memory   applies the masks again                            –          –
      conv2d_1 + max_pooling2d_1: to 5x5x64, 285,781 floats of buffers
        forward          fast     direct, fused 2x2 max-pooling              2,230,272  1,843,200
        weight gradient  fast     pool-sparse (x density)                    2,230,272    460,800
        input gradient   fast     pool-sparse (x density)                    2,230,272    460,800
        - the convolution computes 10x10 of 11x11 positions: pooling drops the rest
      dropout_1: to 5x5x64, 153,600 floats of buffers
        forward          memory   draws masks and applies them                       –          –
        input gradient   memory   applies the masks again                            –          –
      conv2d_2: to 3x3x128, 73,728 floats of buffers
        forward          general  direct, in register tiles                    663,552    663,552
        weight gradient  general  direct, in register tiles                    663,552    663,552
        input gradient   general  direct, in register tiles, tap by tap        663,552    663,552
      dense: to 128, 8,192 floats of buffers
        forward          general  direct, in register tiles                    147,456    147,456
        weight gradient  general  direct, in register tiles                    147,456    147,456
        input gradient   general  direct, in register tiles                    147,456    147,456
      dropout_2: to 128, 12,288 floats of buffers
        forward          memory   draws masks and applies them                       –          –
        input gradient   memory   applies the masks again                            –          –
      dense_1: to 10, 1,024 floats of buffers
        forward          general  direct, in register tiles                      1,280      2,048
        weight gradient  general  direct, in register tiles                      1,280      2,048
        input gradient   general  direct, in register tiles                      1,280      2,048
        - 10 channels are computed as 16, in whole vectors

      nothing to compute: flatten
      dense: multiply-adds per image of the layer's formula; computed: those of the kernel, with padding
      x density: times the share of gradients that are not zero; x windows: of windows that see anything
      fast: made for such shapes, leaves work out; general: for any shape; memory: no multiply-adds
      fast convolutions: 3x3 before 2x2 max-pooling, on one channel or on 32n; else 3x3 with strides of 1
        behind another layer, where Winograd F(3x3,3x3) or F(4x4,3x3) saves a third of the products
      on the general path: conv2d_2, dense, dense_1

      """)

  static let lab004 = PlanFixture(
    model: "lab-004", convolution: .direct,
    text: """
      kernels   portable
      images    32 at once
      memory    4.24 MB for each thread, 880.00 KB of it for prepared weights

      pass               path     method                                         dense   computed
      conv2d + max_pooling2d: to 13x13x32, 530,019 floats of buffers
        forward          fast     direct, fused 2x2 max-pooling (x windows)    194,688    194,688
        weight gradient  fast     winners' pixels, one channel (x windows)     194,688     48,672
        - portable kernels mask instead of selecting, which takes four times the products
      conv2d_1 + max_pooling2d_1: to 5x5x64, 285,781 floats of buffers
        forward          fast     direct, fused 2x2 max-pooling              2,230,272  1,843,200
        weight gradient  fast     pool-sparse (x density)                    2,230,272    460,800
        input gradient   fast     pool-sparse (x density)                    2,230,272    460,800
        - the convolution computes 10x10 of 11x11 positions: pooling drops the rest
      dense: to 128, 8,192 floats of buffers
        forward          general  direct, in register tiles                    204,800    204,800
        weight gradient  general  direct, in register tiles                    204,800    204,800
        input gradient   general  direct, in register tiles                    204,800    204,800
      dropout: to 128, 12,288 floats of buffers
        forward          memory   draws masks and applies them                       –          –
        input gradient   memory   applies the masks again                            –          –
      dense_1: to 10, 1,024 floats of buffers
        forward          general  direct, in register tiles                      1,280      2,048
        weight gradient  general  direct, in register tiles                      1,280      2,048
        input gradient   general  direct, in register tiles                      1,280      2,048
        - 10 channels are computed as 16, in whole vectors

      nothing to compute: flatten
      dense: multiply-adds per image of the layer's formula; computed: those of the kernel, with padding
      x density: times the share of gradients that are not zero; x windows: of windows that see anything
      fast: made for such shapes, leaves work out; general: for any shape; memory: no multiply-adds
      fast convolutions: 3x3 before 2x2 max-pooling, on one channel or on 32n; else 3x3 with strides of 1
        behind another layer, where Winograd F(3x3,3x3) or F(4x4,3x3) saves a third of the products
      on the general path: dense, dense_1

      """)

  static let odd = PlanFixture(
    model: "odd", convolution: .winograd,
    text: """
      kernels   portable
      images    32 at once
      memory    7.82 MB for each thread, 1.04 MB of it for prepared weights

      pass               path     method                       dense  computed
      wide: to 24x24x20, 1,179,648 floats of buffers
        forward          general  direct, in register tiles  288,000   460,800
        weight gradient  general  direct, in register tiles  288,000   460,800
        - 20 channels are computed as 32, in whole vectors
      third: to 8x8x20, 196,608 floats of buffers
        forward          memory   maximum of each window           –         –
        input gradient   memory   to each window's winner          –         –
      deep + relu: to 6x6x48, 343,536 floats of buffers
        forward          fast     Winograd F(3x3,3x3)        311,040   153,600
        weight gradient  fast     Winograd F(3x3,3x3)        311,040   153,600
        input gradient   fast     Winograd F(3x3,3x3)        311,040   153,600
      hidden: to 100, 7,168 floats of buffers
        forward          general  direct, in register tiles  172,800   193,536
        weight gradient  general  direct, in register tiles  172,800   193,536
        input gradient   general  direct, in register tiles  172,800   193,536
        - 100 channels are computed as 112, in whole vectors
      classes: to 10, 1,024 floats of buffers
        forward          general  direct, in register tiles    1,000     1,792
        weight gradient  general  direct, in register tiles    1,000     1,792
        input gradient   general  direct, in register tiles    1,000     1,792
        - 10 channels are computed as 16, in whole vectors

      nothing to compute: flatten, none
      dense: multiply-adds per image of the layer's formula; computed: those of the kernel, with padding
      x density: times the share of gradients that are not zero; x windows: of windows that see anything
      fast: made for such shapes, leaves work out; general: for any shape; memory: no multiply-adds
      fast convolutions: 3x3 before 2x2 max-pooling, on one channel or on 32n; else 3x3 with strides of 1
        behind another layer, where Winograd F(3x3,3x3) or F(4x4,3x3) saves a third of the products
      on the general path: wide, hidden, classes

      """)
}
