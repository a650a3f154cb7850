namespace Apimart.Video.Simulator.Tasks;

/// <summary>Why a task is going to fail.</summary>
internal sealed record TaskFailure(string Message)
{
    /// <summary>The one code the documents show in a failed task (<c>omni-flash-ext</c>, failed result example).</summary>
    internal const string Code = "task_failed";

    private const string Wish = "[fail]";
    private const string Offence = "[refuse]";

    /// <summary>The causes that <c>omni-flash-ext</c> names for failed tasks.</summary>
    private static readonly TaskFailure[] s_causes =
    [
        new("upstream quota exhausted temporarily, please try again later")
        {
            Translations = new()
            {
                ["zh"] = "上游额度暂时用尽，请稍后重试", ["ja"] = "上流の割り当てが一時的に不足しています", ["ko"] = "업스트림 할당량이 일시적으로 소진되었습니다",
                ["ru"] = "квота поставщика временно исчерпана", ["fr"] = "quota amont temporairement épuisé", ["de"] = "Kontingent des Anbieters vorübergehend erschöpft",
                ["id"] = "kuota hulu habis untuk sementara", ["pt"] = "cota do fornecedor esgotada temporariamente", ["es"] = "cuota del proveedor agotada temporalmente",
            },
        },
        new("the content did not pass moderation")
        {
            Translations = new()
            {
                ["zh"] = "内容未通过审核", ["ja"] = "コンテンツが審査を通過しませんでした", ["ko"] = "콘텐츠가 심사를 통과하지 못했습니다",
                ["ru"] = "содержание не прошло модерацию", ["fr"] = "le contenu n'a pas passé la modération", ["de"] = "der Inhalt hat die Prüfung nicht bestanden",
                ["id"] = "konten tidak lolos moderasi", ["pt"] = "o conteúdo não passou na moderação", ["es"] = "el contenido no pasó la moderación",
            },
        },
        new("upstream timeout")
        {
            Translations = new()
            {
                ["zh"] = "上游超时", ["ja"] = "上流のタイムアウト", ["ko"] = "업스트림 시간 초과", ["ru"] = "тайм-аут поставщика", ["fr"] = "délai amont dépassé",
                ["de"] = "Zeitüberschreitung beim Anbieter", ["id"] = "waktu hulu habis", ["pt"] = "tempo do fornecedor esgotado", ["es"] = "tiempo del proveedor agotado",
            },
        },
    ];

    private Dictionary<string, string> Translations { get; init; } = [];

    /// <summary>The message in a language; in English where there is no other.</summary>
    internal string In(string language) => Translations.GetValueOrDefault(language, Message);

    /// <summary>The failure a prompt asks for or the dice decide, or null.</summary>
    internal static TaskFailure? For(string prompt, TaskDice dice, double rate)
    {
        if (prompt.Contains(Wish, StringComparison.OrdinalIgnoreCase))
        {
            return s_causes[2];
        }

        if (prompt.Contains(Offence, StringComparison.OrdinalIgnoreCase))
        {
            return s_causes[1];
        }

        return dice.Fate < rate ? s_causes[(int)(dice.Cause * s_causes.Length)] : null;
    }
}
