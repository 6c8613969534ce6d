namespace Sluice.Client;

/// <summary>How a workflow's definition is written.</summary>
public enum DefinitionFormat
{
    /// <summary>A JSON object.</summary>
    Json = 1,

    /// <summary>A YAML mapping of the same shape.</summary>
    Yaml = 2,
}
