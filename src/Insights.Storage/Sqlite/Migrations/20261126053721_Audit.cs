using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DueClock",
                table: "gap",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DueOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "AuditHash",
                table: "feed_head",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CheckpointPosition",
                table: "feed_head",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ByRoles",
                table: "audit_entry",
                type: "INTEGER",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Code",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Hash",
                table: "audit_entry",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequestId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Via",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.UpdateData(
                table: "feed_head",
                keyColumn: "Id",
                keyValue: 1,
                columns: new[] { "AuditHash", "CheckpointPosition" },
                values: new object[] { null, null });

            migrationBuilder.CreateIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap",
                columns: new[] { "DueOn", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_Action_Position",
                table: "audit_entry",
                columns: new[] { "Action", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_At",
                table: "audit_entry",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_By_Position",
                table: "audit_entry",
                columns: new[] { "By", "Position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_Action_Position",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_At",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_By_Position",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "DueClock",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "DueOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "AuditHash",
                table: "feed_head");

            migrationBuilder.DropColumn(
                name: "CheckpointPosition",
                table: "feed_head");

            migrationBuilder.DropColumn(
                name: "ByRoles",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Hash",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "RequestId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Via",
                table: "audit_entry");
        }
    }
}
