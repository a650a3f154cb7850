namespace Apimart.Video.Models.Learned;

/// <summary>One difference between the catalogue and what the server tells.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Change">What differs.</param>
/// <param name="Parameter">The parameter, or null where the model as a whole is meant.</param>
/// <param name="Catalogue">What the catalogue says, or null where it says nothing.</param>
/// <param name="Server">What the server says, or null where it says nothing.</param>
public sealed record ModelDifference(string Model, ModelChange Change, string? Parameter, string? Catalogue, string? Server);
