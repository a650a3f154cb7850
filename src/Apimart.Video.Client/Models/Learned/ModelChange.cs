namespace Apimart.Video.Models.Learned;

/// <summary>How the server's word on a model differs from the catalogue.</summary>
public enum ModelChange
{
    /// <summary>The server lists a model that the catalogue does not have.</summary>
    NewModel,

    /// <summary>The catalogue has a model that the server does not list.</summary>
    NotListed,

    /// <summary>The server lists the model, but what it takes could not be read.</summary>
    NoSchema,

    /// <summary>The server takes a field that the catalogue does not have.</summary>
    NewParameter,

    /// <summary>The catalogue has a parameter that the server's schema does not.</summary>
    NoParameter,

    /// <summary>The allowed values differ.</summary>
    Values,

    /// <summary>The smallest or the largest allowed number differs.</summary>
    Range,

    /// <summary>What the server uses when nothing is sent differs.</summary>
    Default,

    /// <summary>Whether the parameter must be given differs.</summary>
    Required,
}
