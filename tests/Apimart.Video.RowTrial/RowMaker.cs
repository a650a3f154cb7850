using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace Apimart.Video.RowTrial;

/// <summary>Makes the objects that people pipe in.</summary>
internal static class RowMaker
{
    private static readonly ModuleBuilder s_classes = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("Shots"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("Shots");

    private static readonly Dictionary<string, Type> s_types = [];

    internal static object Make(Row row) => row.Shape switch
    {
        Shape.Hashtable => new Hashtable(row.Cells.ToDictionary(cell => cell.Column, cell => cell.Value), StringComparer.OrdinalIgnoreCase),
        Shape.Ordered => Fill(new OrderedDictionary(StringComparer.OrdinalIgnoreCase), row),
        Shape.Dictionary => Fill(new Dictionary<string, object?>(), row),
        Shape.DataRow => Table(row).Rows[0],
        Shape.DataRowView => Table(row).DefaultView[0],
        Shape.ClassObject => Instance(row),
        _ => Custom(row),
    };

    private static IDictionary Fill(IDictionary map, Row row)
    {
        row.Cells.ForEach(cell => map.Add(cell.Column, cell.Value));
        return map;
    }

    private static PSObject Custom(Row row)
    {
        PSObject custom = new();
        row.Cells.ForEach(cell => custom.Properties.Add(new PSNoteProperty(cell.Column, cell.Value)));
        return custom;
    }

    private static DataTable Table(Row row)
    {
        DataTable table = new();
        row.Cells.ForEach(cell => table.Columns.Add(cell.Column, typeof(object)));
        table.Rows.Add([.. row.Cells.Select(cell => cell.Value ?? DBNull.Value)]);
        return table;
    }

    private static object Instance(Row row)
    {
        string key = string.Join('\n', row.Cells.Select(cell => cell.Column));
        if (!s_types.TryGetValue(key, out Type? type))
        {
            TypeBuilder builder = s_classes.DefineType($"Shot{s_types.Count}", TypeAttributes.Public);
            row.Cells.ForEach(cell => builder.DefineField(cell.Column, typeof(object), FieldAttributes.Public));
            s_types.Add(key, type = builder.CreateType());
        }

        object shot = Activator.CreateInstance(type)!;
        row.Cells.ForEach(cell => type.GetField(cell.Column)!.SetValue(shot, cell.Value));
        return shot;
    }
}
