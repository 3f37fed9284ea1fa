/*
 * What the kernel cannot find by itself on QEMU's microvm with ACPI: virtio-mmio transports, serial
 * port, clock, power button, and with pcie=on the host bridge. Which of them exist is looked up in the
 * devices. QEMU docs/system/i386/microvm.rst; virtio 1.2, section 4.2.2; ACPI 6.5, section 5.6.9.
 */
DefinitionBlock ("", "DSDT", 2, "SNPSHM", "SHIM-MVM", 1)
{
	Name (\_S5, Package () { 5, 0, 0, 0 })

	Scope (\_SB)
	{
		OperationRegion (UARA, SystemIO, 0x03FD, 1)
		Field (UARA, ByteAcc, NoLock, Preserve) { LSRA, 8 }
		OperationRegion (CMOS, SystemIO, 0x71, 1)
		Field (CMOS, ByteAcc, NoLock, Preserve) { CMSD, 8 }

		Device (COM1)
		{
			Name (_HID, EisaId ("PNP0501"))
			Name (_UID, 1)
			Method (_STA)
			{
				If (LSRA == 0xFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x03F8, 0x03F8, 0, 8)
				IRQNoFlags () { 4 }
			})
		}

		/* No register of a clock that is there reads as all ones. */
		Device (RTC)
		{
			Name (_HID, EisaId ("PNP0B00"))
			Method (_STA)
			{
				If (CMSD == 0xFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x70, 0x70, 1, 8)
				IRQNoFlags () { 8 }
			})
		}

		/* Reading the event register says what happened, and forgets it. Bit 1: power button. */
		Device (GED)
		{
			Name (_HID, "ACPI0013")
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate ()
			{
				Interrupt (ResourceConsumer, Edge, ActiveHigh, Exclusive) { 9 }
			})
			OperationRegion (GEDR, SystemMemory, 0xFEA00000, 4)
			Field (GEDR, DWordAcc, NoLock, Preserve) { GEVT, 32 }
			Method (_EVT, 1, Serialized)
			{
				If (GEVT & 2) { Notify (\_SB.PWRB, 0x80) }
			}
		}

		Device (PWRB)
		{
			Name (_HID, EisaId ("PNP0C0C"))
		}

		/* Transport Arg0 (as a letter) has a device behind it: magic value "virt", device ID not 0. */
		Method (VSTA, 1, Serialized)
		{
			OperationRegion (VIOR, SystemMemory, 0xFEB00000 + ((Arg0 - 65) << 9), 12)
			Field (VIOR, DWordAcc, NoLock, Preserve) { MAGI, 32, VERS, 32, DEVI, 32 }
			If (MAGI != 0x74726976) { Return (0) }
			If (DEVI == 0) { Return (0) }
			Return (0x0F)
		}

		/* 512 bytes of registers and a line of the second I/O APIC for each transport. */
		Method (VCRS, 1, Serialized)
		{
			Name (TMPL, ResourceTemplate ()
			{
				Memory32Fixed (ReadWrite, 0, 0x200, REGS)
				Interrupt (ResourceConsumer, Level, ActiveHigh, Exclusive, , , LINE) { 0 }
			})
			CreateDWordField (TMPL, REGS._BAS, BASE)
			CreateDWordField (TMPL, LINE._INT, GSIN)
			BASE = 0xFEB00000 + ((Arg0 - 65) << 9)
			GSIN = Arg0 - 65 + 24
			Return (TMPL)
		}

		/* pcie=on: the bridge answers in its own configuration space. */
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A08"))
			Name (_CID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_CCA, 1)
			Name (_CBA, 0xE0000000)
			OperationRegion (BRID, SystemMemory, 0xE0000000, 4)
			Field (BRID, DWordAcc, NoLock, Preserve) { IDEN, 32 }
			Method (_STA)
			{
				If (IDEN == 0 || IDEN == 0xFFFFFFFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
					0, 0, 0xFF, 0, 0x100)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable,
					ReadWrite, 0, 0xC0000000, 0xDFFFFFFF, 0, 0x20000000)
			})
			Include ("osc.asl")

			/* Slots turn through GSI 16 to 19. */
			Method (ROUT, 2) { Return (16 + ((Arg0 + Arg1) & 3)) }
			Include ("route.asl")
		}

		Device (ECAM)
		{
			Name (_HID, EisaId ("PNP0C02"))
			Method (_STA) { Return (\_SB.PCI0._STA ()) }
			Name (_CRS, ResourceTemplate ()
			{
				Memory32Fixed (ReadWrite, 0xE0000000, 0x10000000)
			})
		}
	}

	/*
	 * Stays the last term: acpi_dsdt.c repeats its bytes for transports 23 to 0, with 'A' plus the
	 * number for each Z (0x5A): in the name, and where VSTA and VCRS subtract the 'A' (65) again.
	 */
	Device (\_SB.VIOZ)
	{
		Name (_HID, "LNRO0005")
		Name (_UID, 0x5A)
		Name (_CCA, 1)
		Method (_STA) { Return (VSTA (0x5A)) }
		Method (_CRS) { Return (VCRS (0x5A)) }
	}
}
