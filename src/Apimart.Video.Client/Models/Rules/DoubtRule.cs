namespace Apimart.Video.Models;

/// <summary>That the model takes the parameter at all is not sure; whoever gives it is told so.</summary>
public sealed class DoubtRule : ParameterRule
{
    /// <inheritdoc/>
    public override string Allowed => "it at your own risk";

    internal override bool Fits(ParameterType type) => true;

    internal override bool Allows(object value) => false;

    internal override string Problem(string parameter, object value, string model) =>
        $"That {model} takes {parameter} is not sure: {Source}.";
}
