namespace Apimart.Video.Models;

/// <summary>Reads the rules of a catalogue file.</summary>
internal static class RuleReader
{
    internal static ParameterRule ReadParameterRule(CatalogueObject file)
    {
        string kind = file.Text("rule");
        ParameterRule rule = kind switch
        {
            "oneOf" => new OneOfRule { Values = file.Texts("values"), IgnoreCase = file.Flag("ignoreCase") },
            "range" => new RangeRule
            {
                Minimum = file.Number("minimum"),
                Maximum = file.Number("maximum"),
                Except = file.Number("except"),
            },
            "length" => new LengthRule { Maximum = file.Integer("maximum") ?? throw file.Missing("maximum") },
            "count" => new CountRule
            {
                Counts = file.OptionalIntegers("counts"),
                Not = file.OptionalIntegers("not"),
                Minimum = file.Integer("minimum"),
                Maximum = file.Integer("maximum"),
            },
            "url" => new UrlRule
            {
                DataUri = file.Flag("dataUri"),
                Schemes = file.OptionalTexts("schemes"),
                Extensions = file.OptionalTexts("extensions"),
            },
            "file" => new FileRule
            {
                MaximumMegabytes = file.Number("maximumMegabytes"),
                Types = file.OptionalTexts("types"),
                MinimumSide = file.Integer("minimumSide"),
                MaximumSide = file.Integer("maximumSide"),
                MaximumRatio = file.Number("maximumRatio"),
            },
            "webhook" => new WebhookRule(),
            "doubt" => new DoubtRule(),
            "field" => new FieldRule { Field = file.Text("field"), Values = file.Texts("values") },
            _ => throw file.Fault($"has the unknown rule '{kind}'"),
        };
        ReadOrigin(rule, file);
        return rule;
    }

    internal static RequestRule ReadRequestRule(CatalogueObject file)
    {
        string kind = file.Text("rule");
        RequestRule rule = kind switch
        {
            "exclusive" => new ExclusiveRule { Parameters = file.Texts("parameters") },
            "requires" => new RequiresRule
            {
                When = file.Object("when", ReadCondition),
                Needs = file.Object("needs", ReadCondition),
            },
            "notTogether" => new NotTogetherRule
            {
                When = file.Object("when", ReadCondition),
                With = file.Object("with", ReadCondition),
            },
            "noEffect" => new NoEffectRule
            {
                When = file.Object("when", ReadCondition),
                With = file.Object("with", ReadCondition),
            },
            "needsOne" => new NeedsOneRule { Parameters = file.Texts("parameters") },
            "total" => new TotalRule
            {
                Parameters = file.Texts("parameters"),
                Maximum = file.Integer("maximum") ?? throw file.Missing("maximum"),
            },
            "sum" => new SumRule
            {
                Parameter = file.Text("parameter"),
                Field = file.Text("field"),
                Total = file.Text("total"),
            },
            _ => throw file.Fault($"has the unknown rule '{kind}'"),
        };
        ReadOrigin(rule, file);
        return rule;
    }

    private static void ReadOrigin(CatalogueRule rule, CatalogueObject file)
    {
        rule.Severity = file.OptionalWord<Severity>("severity");
        if (rule.Severity == Severity.Error && rule is DoubtRule or NoEffectRule)
        {
            throw file.Fault("refuses what is only in doubt or without effect: its severity is Warning");
        }

        rule.ApiCode = file.OptionalText("apiCode");
        rule.Source = file.Text("source");
        rule.Standing = file.Word<Standing>("standing");
    }

    private static ParameterCondition ReadCondition(CatalogueObject file) => new()
    {
        Parameters = file.Texts("parameters"),
        Field = file.OptionalText("field"),
        Values = file.OptionalTexts("values"),
        Not = file.OptionalTexts("not"),
        MoreThan = file.Integer("moreThan"),
    };
}
