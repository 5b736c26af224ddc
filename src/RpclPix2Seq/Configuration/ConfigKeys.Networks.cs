using static RpclPix2Seq.Configuration.ConfigDomains;

namespace RpclPix2Seq.Configuration;

/// <content>The keys of data, augmentation and networks.</content>
internal static partial class ConfigKeys
{
    private static ConfigKey[] DataKeys() =>
    [
        ConfigKey.Create("categories", ConfigGroup.Data, Names(), c => c.Categories, (c, v) => c with { Categories = v },
            "Names of the data files; several categories are concatenated in this order.", "bee,bus"),
        ConfigKey.Create("num_per_category", ConfigGroup.Data, Integer(1, 10_000_000),
            c => c.NumPerCategory, (c, v) => c with { NumPerCategory = v },
            "Maximum number of sketches read per category and split.", "2500", "sketches"),
        ConfigKey.Create("max_seq_len", ConfigGroup.Data, Integer(1, 65535, special: -1),
            c => c.MaxSeqLen, (c, v) => c with { MaxSeqLen = v },
            "Maximum rows of a training sequence, or -1 for the longest sketch found; longer sketches are left out, with "
            + "their pictures.",
            "200", "points"),
        ConfigKey.Create("png_width", ConfigGroup.Data, Integer(32, 512, step: 16), c => c.PngWidth, (c, v) => c with { PngWidth = v },
            "Width and height of the pictures.", "48", "pixels", shapes: true, reference: "48"),
        ConfigKey.Create("first_row", ConfigGroup.Data, Choice(("move", FirstRow.Move), ("ink", FirstRow.Ink)),
            c => c.FirstRow, (c, v) => c with { FirstRow = v },
            "Whether the first row of a sketch moves the lifted pen or is drawn.", "ink", reference: "move"),
    ];

    private static ConfigKey[] AugmentationKeys() =>
    [
        ConfigKey.Create("random_scale_factor", ConfigGroup.Augmentation, Number(0, 1, belowMax: true),
            c => c.RandomScaleFactor, (c, v) => c with { RandomScaleFactor = v },
            "Each axis of a training sequence is stretched by a factor within 1 plus or minus this.", "0.1"),
        ConfigKey.Create("augment_stroke_prob", ConfigGroup.Augmentation, Number(0, 1),
            c => c.AugmentStrokeProb, (c, v) => c with { AugmentStrokeProb = v },
            "How often a point inside a training stroke is merged into the one before it.", "0.1", "probability"),
        ConfigKey.Create("png_scale_ratio", ConfigGroup.Augmentation, Number(0, 1, aboveMin: true),
            c => c.PngScaleRatio, (c, v) => c with { PngScaleRatio = v },
            "Training pictures are shrunk by a factor drawn between this and 1.", "0.98"),
        ConfigKey.Create("png_rotate_angle", ConfigGroup.Augmentation, Number(0, 180),
            c => c.PngRotateAngle, (c, v) => c with { PngRotateAngle = v },
            "Training sketches, strokes and picture alike, are rotated by up to this, either way.", "10", "degrees", reference: "0"),
        ConfigKey.Create("png_translate_dist", ConfigGroup.Augmentation, Number(0, 512),
            c => c.PngTranslateDist, (c, v) => c with { PngTranslateDist = v },
            "Training pictures are shifted by up to this on each axis, either way.", "2", "pixels", reference: "0"),
    ];

    private static ConfigKey[] ModelKeys() =>
    [
        ConfigKey.Create("dec_model", ConfigGroup.Model,
            Choice(("lstm", DecoderModel.Lstm), ("layer_norm", DecoderModel.LayerNorm), ("hyper", DecoderModel.Hyper)),
            c => c.DecModel, (c, v) => c with { DecModel = v },
            "Cell of the sequence decoder.", "lstm", shapes: true),
        ConfigKey.Create("decoder_input", ConfigGroup.Model,
            Choice(("offsets", DecoderInput.Offsets), ("position", DecoderInput.Position)),
            c => c.DecoderInput, (c, v) => c with { DecoderInput = v },
            "What the decoder reads at a step: the last offset and pen, or also where the pen is.", "position", shapes: true,
            reference: "offsets"),
        ConfigKey.Create("dec_rnn_size", ConfigGroup.Model, Integer(1, 16384), c => c.DecRnnSize, (c, v) => c with { DecRnnSize = v },
            "Size of the sequence decoder's state.", "512", "units", shapes: true),
        ConfigKey.Create("hyper_num_units", ConfigGroup.Model, Integer(1, 16384),
            c => c.HyperNumUnits, (c, v) => c with { HyperNumUnits = v },
            "Size of the auxiliary cell inside the hyper cell.", "256", "units", shapes: true),
        ConfigKey.Create("hyper_embedding_size", ConfigGroup.Model, Integer(1, 4096),
            c => c.HyperEmbeddingSize, (c, v) => c with { HyperEmbeddingSize = v },
            "Width of the embedding through which the auxiliary cell scales the hyper cell's weights.", "32", "units", shapes: true),
        ConfigKey.Create("num_decoder_mixture", ConfigGroup.Model, Integer(1, 1000),
            c => c.NumDecoderMixture, (c, v) => c with { NumDecoderMixture = v },
            "Gaussians in the decoder's density of the next offset (not those of the latent mixture).", "20", "normals", shapes: true),
        ConfigKey.Create("min_sigma", ConfigGroup.Model, Number(0, 1), c => c.MinSigma, (c, v) => c with { MinSigma = v },
            "Floor of the decoder's standard deviations, in normalized offsets; ignored when compat is reference.", "0.005"),
        ConfigKey.Create("use_recurrent_dropout", ConfigGroup.Model, Flag(),
            c => c.UseRecurrentDropout, (c, v) => c with { UseRecurrentDropout = v },
            "Dropout on the candidate of the decoder's cell.", "false"),
        ConfigKey.Create("recurrent_dropout_prob", ConfigGroup.Model, Number(0, 1, aboveMin: true),
            c => c.RecurrentDropoutProb, (c, v) => c with { RecurrentDropoutProb = v },
            "How often recurrent dropout KEEPS a value.", "0.9", "probability"),
        ConfigKey.Create("use_input_dropout", ConfigGroup.Model, Flag(), c => c.UseInputDropout, (c, v) => c with { UseInputDropout = v },
            "Dropout on the input of the decoder's cell.", "true"),
        ConfigKey.Create("input_dropout_prob", ConfigGroup.Model, Number(0, 1, aboveMin: true),
            c => c.InputDropoutProb, (c, v) => c with { InputDropoutProb = v },
            "How often input dropout KEEPS a value.", "0.9", "probability"),
        ConfigKey.Create("use_output_dropout", ConfigGroup.Model, Flag(),
            c => c.UseOutputDropout, (c, v) => c with { UseOutputDropout = v },
            "Dropout on the output of the decoder's cell.", "true"),
        ConfigKey.Create("output_dropout_prob", ConfigGroup.Model, Number(0, 1, aboveMin: true),
            c => c.OutputDropoutProb, (c, v) => c with { OutputDropoutProb = v },
            "How often output dropout KEEPS a value.", "0.9", "probability"),
    ];
}
