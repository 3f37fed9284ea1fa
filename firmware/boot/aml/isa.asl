/*
 * The devices behind the ISA bridge of q35 and pc. Each answers _STA by looking: an absent device's
 * ports float, and the kernel should not wait for it.
 */
OperationRegion (UARA, SystemIO, 0x03FD, 1)
Field (UARA, ByteAcc, NoLock, Preserve) { LSRA, 8 }
OperationRegion (UARB, SystemIO, 0x02FD, 1)
Field (UARB, ByteAcc, NoLock, Preserve) { LSRB, 8 }
OperationRegion (KBCS, SystemIO, 0x64, 1)
Field (KBCS, ByteAcc, NoLock, Preserve) { KBST, 8 }

/* Status of a device whose status register reads as Arg0. */
Method (HERE, 1)
{
	If (Arg0 == 0xFF) { Return (0) }
	Return (0x0F)
}

Device (COM1)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 1)
	Method (_STA) { Return (HERE (LSRA)) }
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x03F8, 0x03F8, 0, 8)
		IRQNoFlags () { 4 }
	})
}

Device (COM2)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 2)
	Method (_STA) { Return (HERE (LSRB)) }
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x02F8, 0x02F8, 0, 8)
		IRQNoFlags () { 3 }
	})
}

Device (KBD)
{
	Name (_HID, EisaId ("PNP0303"))
	Method (_STA) { Return (HERE (KBST)) }
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x60, 0x60, 1, 1)
		IO (Decode16, 0x64, 0x64, 1, 1)
		IRQNoFlags () { 1 }
	})
}

Device (MOU)
{
	Name (_HID, EisaId ("PNP0F13"))
	Method (_STA) { Return (HERE (KBST)) }
	Name (_CRS, ResourceTemplate ()
	{
		IRQNoFlags () { 12 }
	})
}

Device (RTC)
{
	Name (_HID, EisaId ("PNP0B00"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x70, 0x70, 1, 8)
		IRQNoFlags () { 8 }
	})
}
