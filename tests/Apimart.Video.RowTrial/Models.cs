namespace Apimart.Video.RowTrial;

/// <summary>Some models, written from their pages and not from the catalogue, which this is to test.</summary>
internal static class Models
{
    private const string OnePicture = """["https://example.com/a.png"]""";
    private const string ThreePictures = """["https://example.com/a.png","https://example.com/b.jpg?w=1;h=2,3","https://example.com/c.webp"]""";

    private static readonly (string Column, string Parameter) s_negative = ("negative_prompt", "NegativePrompt");
    private static readonly (string Column, string Parameter) s_firstFrame = ("first_frame_image", "FirstFrameUrl");
    private static readonly (string Column, string Parameter) s_seed = ("Seed", "Seed");
    private static readonly (string Column, string Parameter) s_watermark = ("Watermark", "Watermark");
    private static readonly (string Column, string Parameter) s_sound = ("GenerateAudio", "Audio");
    private static readonly (string Column, string Parameter) s_quality = ("quality", "Resolution");
    private static readonly (string Column, string Parameter) s_resolution = ("Resolution", "Resolution");
    private static readonly (string Column, string Parameter) s_roles = ("image_with_roles", "ImageWithRole");

    internal static readonly Model[] All =
    [
        new("sora-2",
            [
                new("Duration", "duration", Kind.Whole, ["8", "4", "12"]),
                new("AspectRatio", "aspect_ratio", Kind.Word, ["\"16:9\"", "\"9:16\""], "Size"),
                new("ImageUrl", "image_urls", Kind.Links, [OnePicture]),
            ],
            [s_negative, s_firstFrame, s_seed, s_watermark, s_sound, s_quality, s_resolution, s_roles]),
        new("veo3.1-fast",
            [
                new("Duration", "duration", Kind.Whole, ["8"]),
                new("AspectRatio", "aspect_ratio", Kind.Word, ["\"16:9\"", "\"9:16\""], "Size"),
                new("ImageUrl", "image_urls", Kind.Links, [OnePicture]),
            ],
            [s_quality, s_negative, s_firstFrame, s_seed, s_watermark, s_sound, s_roles]),
        new("Omni-Flash-Ext",
            [
                new("Duration", "duration", Kind.Whole, ["6", "4", "8", "10"]),
                new("Resolution", "resolution", Kind.Word, ["\"720p\"", "\"1080p\"", "\"4k\""], "Quality"),
                new("AspectRatio", "aspect_ratio", Kind.Word, ["\"16:9\"", "\"9:16\""], "Size"),
                new("ImageUrl", "image_urls", Kind.Links, [OnePicture, ThreePictures]),
            ],
            [s_negative, s_firstFrame, s_seed, s_watermark, s_sound, s_roles]),
        new("grok-imagine-1.0-video-apimart",
            [
                new("Duration", "duration", Kind.Whole, ["6", "10", "30"]),
                new("AspectRatio", "size", Kind.Word, ["\"16:9\"", "\"1:1\"", "\"2:3\""], "aspect_ratio"),
                new("Resolution", "quality", Kind.Word, ["\"480p\"", "\"720p\""], "resolution"),
                new("ImageUrl", "image_urls", Kind.Links, [OnePicture, ThreePictures]),
            ],
            [s_negative, s_firstFrame, s_seed, s_watermark, s_sound, s_roles]),
        new("kling-v2-6",
            [
                new("Duration", "duration", Kind.Whole, ["5", "10"]),
                new("Resolution", "mode", Kind.Word, ["\"std\"", "\"pro\""], "Quality"),
                new("AspectRatio", "aspect_ratio", Kind.Word, ["\"16:9\"", "\"1:1\""], "Size"),
                new("ImageUrl", "image_urls", Kind.Links, [OnePicture]),
                new("NegativePrompt", "negative_prompt", Kind.FreeText, ["\"blur, haze; 1,5\"", "\"no – text\""]),
                new("Watermark", "watermark", Kind.Flag, ["true", "false"]),
            ],
            [s_firstFrame, s_seed, s_roles]),
        new("wan2.7",
            [
                new("Duration", "duration", Kind.Whole, ["5", "2", "15"]),
                new("Resolution", "resolution", Kind.Word, ["\"720P\"", "\"1080P\""], "Quality"),
                new("AspectRatio", "size", Kind.Word, ["\"16:9\"", "\"3:4\""], "aspect_ratio"),
                new("NegativePrompt", "negative_prompt", Kind.FreeText, ["\"blur\""]),
                new("Seed", "seed", Kind.Whole, ["0", "42", "2147483647"]),
                new("PromptExtend", "prompt_extend", Kind.Flag, ["true", "false"]),
                new("ImageWithRole", "image_with_roles", Kind.Objects, ["""[{"url":"https://example.com/a.png","role":"first_frame"}]"""]),
            ],
            [s_firstFrame, s_sound]),
    ];
}
