namespace Apimart.Video.Account;

/// <summary>Whose money a figure is about.</summary>
public enum AccountScope
{
    /// <summary>The API key in use; a key can have a quota of its own.</summary>
    Key,

    /// <summary>The account that the key belongs to.</summary>
    Account,
}
